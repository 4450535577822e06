import { describe, expect, test } from 'vitest';
import { connect, type ConnectOptions } from '../../src/exchange/connection.ts';
import type { AuditEvent } from '../../src/event.ts';
import type { Provider } from '../../src/provider.ts';
import type { QueryInput } from '../../src/reading/query.ts';
import { search, type SearchOptions } from '../../src/questions/search.ts';
import { fakeHost, json, START } from '../fake-host.ts';
import { toy } from '../toy.ts';

const TOKEN = ['ghp', 'abcdefghijklmnopqrstuvwxyz0123456789'].join('_');
const OTHER = ['ghp', '9876543210zyxwvutsrqponmlkjihgfedcba'].join('_');
const MASKED = /^\[redacted:api-key:[0-9a-f]{4}\]$/;
const KEY: ConnectOptions = { credential: { kind: 'key', values: { key: 'k' } } };

/** A vendor whose ids are what the entries say. */
const provider: Provider = {
  ...toy(),
  event: (entry, log) => {
    const { id } = entry as { id: string };
    return { ...toy().event(entry, log), actor: { kind: 'user', id }, target: { type: 'link', id } };
  },
};

async function found(
  input: QueryInput,
  options: SearchOptions & { ids?: readonly string[]; connection?: ConnectOptions } = {},
): Promise<readonly AuditEvent[]> {
  const { ids = [TOKEN, OTHER, 'dana'], connection = KEY, ...rest } = options;
  const entries = ids.map((id) => ({ id, at: new Date(START - 1000).toISOString() }));
  const host = fakeHost(() => json(200, { entries }));
  return (await search([connect(provider, connection, host.ports)], input, rest)).events;
}

const marks = async (connection: ConnectOptions): Promise<string[]> =>
  (await found({}, { connection })).map(({ actor }) => actor.id ?? '').toSorted();

describe('A secret in an id', () => {
  test('becomes a marker that is unique to it and the same everywhere', async () => {
    const events = await found({}, { ids: [TOKEN, OTHER] });
    const ids = events.map(({ actor, target, nativeId }) => new Set([actor.id, target?.id, nativeId]));
    expect(ids.map((same) => [...same])).toEqual([[expect.stringMatching(MASKED)], [expect.stringMatching(MASKED)]]);
    expect(new Set(ids.flatMap((same) => [...same])).size).toBe(2);
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(2);
  });

  test('is found by the whole id, and by its marker', async () => {
    const [event] = await found({ actor: TOKEN });
    expect(await found({ actor: TOKEN })).toHaveLength(1);
    expect(await found({ target: TOKEN })).toEqual([event]);
    expect(await found({ target: `link:${TOKEN}` })).toEqual([event]);
    expect(await found({ actor: event?.actor.id ?? '' })).toEqual([event]);
    expect(await found({ actor: TOKEN }, { redact: false })).toHaveLength(1);
  });

  test('is not found by a part of it, so that nobody can guess it character by character', async () => {
    expect(await found({ actor: TOKEN.slice(0, 20) })).toEqual([]);
    expect(await found({ text: TOKEN.slice(0, 20) })).toEqual([]);
    expect(await found({ text: TOKEN })).toEqual([]);
  });

  test('is found only by its marker if the secret is short enough to guess', async () => {
    const ids = ['x?token=abc', 'x?token=def'];
    expect(await found({ actor: 'x?token=abc' }, { ids })).toEqual([]);
    expect(await found({ actor: 'x?token=[redacted:query:token]' }, { ids })).toHaveLength(2);
  });
});

describe('The digits of a marker', () => {
  test('stay the same with the same credential, and differ in another account', async () => {
    const one = await marks(KEY);
    expect(await marks(KEY)).toEqual(one);
    expect(await marks({ credential: { kind: 'key', values: { key: 'l' } } })).not.toEqual(one);
  });

  test('come from the key that a self-authorizing host supplies', async () => {
    const one = await marks({ fingerprintKey: 'k' });
    expect(await marks({ fingerprintKey: 'k' })).toEqual(one);
    expect(await marks({ fingerprintKey: 'l' })).not.toEqual(one);
  });

  test('cannot be computed from the secret without the key', async () => {
    expect(await marks({})).not.toEqual(await marks({}));
  });
});
