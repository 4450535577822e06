// Every export here is public API for tests: a suite that every provider must pass, and schemas to validate entries.
import type { Fault } from './errors.ts';
import { ERROR_CODES } from './errors.ts';
import { AuditEvent } from './event.ts';
import { toEvents } from './reading/page.ts';
import type { HttpResponse } from './ports.ts';
import type { Answer, Ask, HttpRequest, Provider } from './provider.ts';
import type { Window } from './window.ts';

export { gongCatalogueEntryJsonSchema } from './json-schema.ts';

/** Sample responses of a vendor, which the suite needs of every provider. */
export interface Samples {
  /** A full page with more to come. */
  readonly page: HttpResponse;
  /** The last page, with at least one entry. */
  readonly lastPage: HttpResponse;
  readonly empty: HttpResponse;
  /** A refusal that only a person can resolve. */
  readonly refused: HttpResponse;
  /** A rate limit response, and how long the vendor wants us to wait. */
  readonly rateLimited: { readonly response: HttpResponse; readonly afterMs: number };
}

/** One requirement for a provider. `check` throws if it is not met. */
export interface Promised {
  readonly title: string;
  readonly check: () => void;
}

const WINDOW: Window = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 0, 8) };
const ALWAYS: Window = { from: 0, to: 8.64e15 };
const ODD = [undefined, null, 0, '', 'text', [], {}, [[]]];

/** The requirements that every provider must meet, for any test runner. */
export function conformance(provider: Provider, samples: Samples): Promised[] {
  return [
    ...ofData(provider),
    ...ofRequests(provider),
    ...ofAnswers(provider, samples),
    ...ofFailures(provider, samples),
    ...ofEvents(provider, samples),
  ];
}

function ofData(provider: Provider): Promised[] {
  return [
    promised('has an id that can be part of a uid', () => expect(/^[a-z0-9]+$/.test(provider.id), provider.id)),
    promised('names a privacy policy by its address, if it names one', () => {
      expect(/^https:\/\/\S+$/.test(provider.privacyPolicy ?? 'https://none'), String(provider.privacyPolicy));
    }),
    promised('lists every log once', () => {
      const ids = provider.logs.map(({ id }) => id);
      expect(new Set(ids).size === ids.length, ids.join(', '));
    }),
    promised('can list', () => expect(provider.operations.includes('list'), provider.operations.join(', '))),
    promised('describes every filter', () => {
      for (const [name, schema] of Object.entries(provider.filters.shape)) {
        expect((schema.meta()?.description ?? '') !== '', `${name} has no description`);
      }
    }),
    promised('says of every credential field what it is, whether it is secret, and where it is configured', () => {
      for (const [kind, { schema }] of Object.entries(provider.credentials)) {
        for (const [name, field] of Object.entries(schema.shape)) {
          const { title, description, secret, env } = field.meta() ?? {};
          const said = [title, description, env].every((text) => typeof text === 'string' && text !== '');
          expect(said && typeof secret === 'boolean', `${kind}.${name}`);
        }
      }
    }),
  ];
}

function ofRequests(provider: Provider): Promised[] {
  return [
    promised('asks by path alone, so that no host but ours gets the credential', () => {
      const { path } = list(provider);
      expect(path.startsWith('/') && !path.includes('?') && !path.includes('#'), path);
    }),
    promised('may repeat a list, because it is a read', () => expect(list(provider).replay, 'replay')),
    promised('asks the same question for the same ask', () => {
      expect(JSON.stringify(list(provider)) === JSON.stringify(list(provider)), 'differs');
    }),
    promised('changes nothing but the cursor from page to page', () => {
      const [first, second] = [list(provider), list(provider, { cursor: 'next-page' })];
      expect(first.path === second.path && first.method === second.method, 'path or method differs');
      expect(JSON.stringify(second).includes('next-page'), 'the cursor is missing');
      expect(JSON.stringify(first) !== JSON.stringify(second), 'the cursor changes nothing');
    }),
    promised('names both ends of the window', () => {
      const asked = JSON.stringify(list(provider));
      const later = { from: WINDOW.from, to: WINDOW.to + 86_400_000 };
      const earlier = { from: WINDOW.from - 86_400_000, to: WINDOW.to };
      expect(asked !== JSON.stringify(list(provider, { window: later })), 'the end is missing');
      expect(asked !== JSON.stringify(list(provider, { window: earlier })), 'the start is missing');
    }),
  ];
}

function ofAnswers(provider: Provider, samples: Samples): Promised[] {
  const ask = askOf(provider);
  const answer = (response: HttpResponse): Answer => provider.answer(response, ask);
  return [
    promised('continues after a page that has a successor', () => {
      const page = answer(samples.page);
      expect(page.kind === 'page' && page.entries.length > 0 && page.cursor !== undefined, page.kind);
    }),
    promised('ends with the last page', () => {
      const page = answer(samples.lastPage);
      expect(page.kind === 'page' && page.entries.length > 0 && page.cursor === undefined, page.kind);
    }),
    promised('takes an empty answer for an empty page', () => {
      const page = answer(samples.empty);
      expect(page.kind === 'page' && page.entries.length === 0 && page.cursor === undefined, page.kind);
    }),
    promised('refuses what only a person can fix, with a hint', () => {
      const refused = answer(samples.refused);
      expect(refused.kind === 'refuse', refused.kind);
      if (refused.kind === 'refuse') expectFault(refused.fault);
    }),
    promised('waits as long as it is told', () => {
      const { response, afterMs } = samples.rateLimited;
      const limited = answer(response);
      expect(
        limited.kind === 'wait' && limited.fault.code === 'rate_limited' && limited.afterMs === afterMs,
        JSON.stringify(limited),
      );
    }),
  ];
}

function ofFailures(provider: Provider, samples: Samples): Promised[] {
  const ask = askOf(provider);
  const answer = (response: HttpResponse): Answer => provider.answer(response, ask);
  return [
    promised('waits through an outage, whatever the body', () => {
      for (const body of ['', '<html>Bad gateway</html>', '{"trunc']) {
        const down = answer({ status: 502, headers: {}, body });
        expect(down.kind === 'wait' && down.fault.code === 'unavailable', down.kind);
      }
    }),
    promised('never takes nonsense for an empty page', () => {
      for (const body of ['', '<html>Welcome</html>', '{}', '[]', 'null', '{"trunc']) {
        // A vendor may send a bare list, and an empty one if there is nothing.
        if (body === samples.empty.body) continue;
        expect(answer({ status: 200, headers: {}, body }).kind !== 'page', body);
      }
    }),
    promised('has a fault with a known code and a hint for every status', () => {
      for (let status = 300; status < 600; status += 1) {
        const other = answer({ status, headers: {}, body: '' });
        if (other.kind !== 'page') expectFault(other.fault);
      }
    }),
  ];
}

function ofEvents(provider: Provider, samples: Samples): Promised[] {
  return [
    promised('makes valid events that keep their entry', () => {
      for (const event of eventsOf(provider, samples)) {
        const read = AuditEvent.safeParse(event);
        expect(read.success, read.error?.message ?? '');
        expect(event.raw !== undefined && !event.flags.includes('parse'), `${event.uid} has the flag parse`);
      }
    }),
    promised('gives every entry a uid of its own, and the same one again', () => {
      const uids = eventsOf(provider, samples).map(({ uid }) => uid);
      expect(new Set(uids).size === uids.length, 'two entries share a uid');
      expect(
        uids.join(' ') ===
          eventsOf(provider, samples)
            .map(({ uid }) => uid)
            .join(' '),
        'a uid changed',
      );
    }),
    promised('makes an event of anything, with the flag parse', () => {
      for (const log of provider.logs) {
        const entries = [...ODD, ...misshapen(provider, samples)];
        for (const { event } of toEvents(sourceOf(provider, log), { kind: 'page', entries })) {
          expect(AuditEvent.safeParse(event).success && event.flags.includes('parse'), JSON.stringify(event));
        }
      }
    }),
  ];
}

/** Copies of the first entry with all of its values replaced by one of another type. */
function misshapen(provider: Provider, samples: Samples): unknown[] {
  const page = provider.answer(samples.page, askOf(provider));
  const [first] = page.kind === 'page' ? page.entries : [];
  const names = Object.keys(first ?? {});
  return [null, 7, {}, []].map((value) => Object.fromEntries(names.map((name) => [name, value])));
}

function eventsOf(provider: Provider, samples: Samples): AuditEvent[] {
  const [log] = provider.logs;
  return [samples.page, samples.lastPage].flatMap((response) => {
    const answer = provider.answer(response, askOf(provider));
    return answer.kind === 'page' ? toEvents(sourceOf(provider, log), answer).map(({ event }) => event) : [];
  });
}

function sourceOf(provider: Provider, log: Provider['logs'][number]): Parameters<typeof toEvents>[0] {
  return { provider, tenant: 'default', log, window: ALWAYS, redact: false, fingerprint: undefined, raw: true };
}

function askOf(provider: Provider, more: Partial<Ask> = {}): Ask {
  return { operation: 'list', log: provider.logs[0].id, window: WINDOW, filters: {}, order: 'newest', ...more };
}

function list(provider: Provider, more?: Partial<Ask>): HttpRequest {
  return provider.request(askOf(provider, more));
}

function expectFault({ code, hint, message }: Fault): void {
  expect(Object.hasOwn(ERROR_CODES, code) && hint !== '' && message !== '', `${code}: ${message}`);
}

function promised(title: string, check: () => void): Promised {
  return { title, check };
}

function expect(kept: boolean, detail: string): void {
  if (!kept) throw new Error(`Promise broken: ${detail}`);
}
