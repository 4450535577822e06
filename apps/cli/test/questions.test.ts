import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CLASSES, FILE_FORMAT_NAMES } from '@trailhound/core/siem';
import { AuditEvent, providers, type Summary } from '@trailhound/core';
import { startSimulator, type Simulator } from '@trailhound/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inShell, onTerminal, trailhound } from './run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-cli-'));
const DAY = 86_400_000;
let simulator: Simulator;
let env: Record<string, string>;

beforeAll(async () => {
  simulator = await startSimulator({ events: 40, from: Date.now() - 6 * DAY, unlimited: true });
  const { email = '', apiToken = '' } = simulator.credentials('zendesk')['api_token'] ?? {};
  env = {
    ZENDESK_BASE_URL: simulator.baseUrl('zendesk'),
    ZENDESK_EMAIL: email,
    ZENDESK_API_TOKEN: apiToken,
    ASHBY_BASE_URL: simulator.baseUrl('ashby'),
    ASHBY_API_KEY: simulator.credentials('ashby')['api_key']?.['apiKey'] ?? '',
  };
});
afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly events: readonly AuditEvent[];
  readonly complete: boolean;
  readonly cursor?: string;
  readonly warnings: readonly string[];
  readonly hints: readonly string[];
  readonly coverage: readonly { readonly provider: string; readonly matched: number }[];
}
const ask = async (args: readonly string[]): Promise<Answer> =>
  JSON.parse((await trailhound([...args, '--json'], env)).out) as Answer;

describe('trailhound search', () => {
  test('prints one line per event into a pipe, and the coverage to stderr', async () => {
    const { code, out, err } = await trailhound(['search', '--since', '7d', '--limit', '100'], env);
    expect(code).toBe(0);
    const rows = out.trimEnd().split('\n');
    expect(rows).toHaveLength(80);
    for (const row of rows) expect(row.split('\t')).toHaveLength(15);
    expect(err).toMatch(/^Complete: zendesk\.audit_logs, ashby\.audit_log; .* UTC; 80 entries read\n/);
  });

  test('exits with 1, and says why, if a log cannot tell what was asked', async () => {
    const { code, err } = await trailhound(['search', '--since', '7d', '--actor', 'nobody@example.com'], env);
    expect(code).toBe(1);
    expect(err).toMatch(/^NOT COMPLETE: /);
    expect(err).toContain('zendesk.audit_logs cannot match --actor: audit_logs has no e-mail addresses.');
  });

  test('prints one JSON object with events and coverage, and continues with its cursor', async () => {
    const first = await ask(['search', '--since', '7d', '--limit', '50']);
    expect(first.events.map((event) => AuditEvent.parse(event))).toHaveLength(50);
    expect(first.complete).toBe(false);
    expect(first.coverage.map(({ provider }) => provider)).toEqual(['zendesk', 'ashby']);
    const rest = await ask(['search', '--since', '7d', '--limit', '50', '--cursor', first.cursor ?? '']);
    const uids = [...first.events, ...rest.events].map(({ uid }) => uid);
    expect(new Set(uids).size).toBe(80);
    expect(rest.cursor).toBeUndefined();
  });

  test('calls an answer that ends at its limit neither complete nor a failure', async () => {
    const { code, err } = await trailhound(['search', '--since', '7d', '--limit', '50'], env);
    expect(code).toBe(0);
    expect(err).toMatch(/^These are the 50 newest\. For more: .*\nUp to the limit: /);
  });

  test('names the option that continues a full answer, in JSON as well', async () => {
    const { out } = await trailhound(['search', '--since', '7d', '--limit', '50', '--json'], env);
    const { coverage } = JSON.parse(out) as { coverage: { gaps: { hint: string }[] }[] };
    expect(coverage[0]?.gaps[0]?.hint).toContain('set --cursor to continue');
  });

  test.each([
    [['--verbs', 'login,export'], ({ verb }: AuditEvent) => ['login', 'export'].includes(verb)],
    [['--verbs', 'login', '--verbs', 'export'], ({ verb }: AuditEvent) => ['login', 'export'].includes(verb)],
    [['--providers', 'ashby'], ({ provider }: AuditEvent) => provider === 'ashby'],
    [['--zendesk-source-type', 'user', '--providers', 'zendesk'], ({ target }: AuditEvent) => target?.type === 'user'],
    [
      ['--zendesk-source-type', '["user"]', '--providers', 'zendesk'],
      ({ target }: AuditEvent) => target?.type === 'user',
    ],
  ])('filters by %j', async (args, matches) => {
    const { events } = await ask(['search', '--since', '7d', '--limit', '200', ...args]);
    expect(events.length).toBeGreaterThan(0);
    expect(events.filter((event) => !matches(event))).toEqual([]);
  });

  test('has an option for every native filter of a product', async () => {
    const { out } = await trailhound(['search', '--help']);
    for (const { id, filters } of Object.values(providers)) {
      for (const [name, schema] of Object.entries(filters.shape)) {
        const option = `--${id}-${name.replaceAll(/[A-Z]/g, (at) => `-${at.toLowerCase()}`)} `;
        if ((schema as { meta: () => { paging?: boolean } | undefined }).meta()?.paging !== true)
          expect(out).toContain(option);
      }
    }
  });

  test('exits with 1 and says what is missing when a product fails', async () => {
    const { code, err } = await trailhound(['search', '--since', '7d'], { ...env, ZENDESK_API_TOKEN: 'wrong' });
    expect(code).toBe(1);
    expect(err).toMatch(/^NOT COMPLETE: /m);
    expect(err).toMatch(/^warning: zendesk\.audit_logs is missing from .* UTC \(/m);
  });

  test('explains an empty result in the words of the command line', async () => {
    const { code, out, err } = await trailhound(['search', '--since', '7d', '--actor', 'nobody at all'], env);
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('hint: Nothing matched --actor: drop or widen one of them.');
  });
});

describe('On a terminal', () => {
  test.each([60, 80, 120, 200])('no line of a table is wider than %i columns', async (columns) => {
    const shown = await onTerminal(['search', '--since', '7d', '--json', '--no-json'], columns, {
      ...env,
      NO_COLOR: '1',
    });
    const [head = '', ...lines] = shown.split('\n').slice(0, 20);
    const titles = columns < 140 ? 'WHO +WHAT +MESSAGE' : 'WHO +WHAT +TARGET +CHANGES +MESSAGE';
    expect(head).toMatch(new RegExp(String.raw`^TIME \(UTC\) +PROVIDER +${titles}`));
    for (const line of [head, ...lines]) expect(line.length).toBeLessThanOrEqual(columns);
  });

  test('times are in the requested time zone', async () => {
    const shown = await onTerminal(
      ['search', '--since', '7d', '--limit', '1', '--time-zone', 'Europe/Berlin'],
      200,
      env,
    );
    expect(shown).toContain('TIME (Europe/Berlin)');
  });

  test('colors are used, except with NO_COLOR, a dumb TERM or a pipe', async () => {
    const args = ['search', '--since', '7d', '--limit', '1'];
    expect(await onTerminal(args, 80, env)).toContain('\u{1B}[1m');
    expect(await onTerminal(args, 80, { ...env, NO_COLOR: '1' })).not.toContain('\u{1B}');
    expect(await onTerminal(args, 80, { ...env, TERM: 'dumb' })).not.toContain('\u{1B}');
    expect((await trailhound(args, env)).out).not.toContain('\u{1B}');
  });
});

describe('trailhound summarize, trace and get', () => {
  test('count events as JSON, as text for pipes and as bars for people', async () => {
    const args = ['summarize', '--since', '7d', '--by', 'provider'];
    const { out } = await trailhound([...args, '--json'], env);
    expect(JSON.parse(out)).toMatchObject({ total: 80, complete: true, groups: [{ by: 'provider', distinct: 2 }] });
    const piped = await trailhound(args, env);
    expect(piped.out).toMatch(/^total\t\t80\nprovider\t(zendesk|ashby)\t40\n/);
    expect(await onTerminal(args, 80, { ...env, NO_COLOR: '1' })).toMatch(/by provider\n {2}\w+ +40 {2}█+\n/);
  });

  test('take two dimensions together, with distinct values and times', async () => {
    const args = ['summarize', '--since', '7d', '--by', 'actor,day', '--distinct', 'ip', '--sort', 'distinct'];
    const { out } = await trailhound(args, env);
    const rows = out.split('\n').slice(1, -1);
    expect(rows).toHaveLength(10);
    for (const row of rows)
      expect(row).toMatch(/^actor,day\t.+,\d{4}-\d\d-\d\d\t\d+\t\S+Z\t\S+Z\t\d+\t\d*\t[^\t]*\t[^\t]*$/);
    expect(await onTerminal(args, 80, { ...env, NO_COLOR: '1' })).toContain('by actor and day, 10 of');
  });

  test('list the same bursts in each form', async () => {
    const { events } = await ask(['search', '--since', '7d', '--limit', '1']);
    const who = events[0]?.actor.email ?? events[0]?.actor.name ?? '';
    const args = ['summarize', '--since', '7d', '--actor', who, '--unusual', 'bursts'];
    const { out } = await trailhound([...args, '--json'], env);
    const { unusual, groups } = JSON.parse(out) as Summary;
    expect(groups).toEqual([]);
    const rows = (await trailhound(args, env)).out.trimEnd().split('\n').slice(1);
    expect(rows.map((row) => row.split('\t').slice(0, 4))).toEqual(
      unusual?.bursts?.map(({ actor, hour, count }) => ['burst', actor, hour, String(count)]),
    );
    const shown = await onTerminal(args, 80, { ...env, NO_COLOR: '1' });
    for (const { hour, count } of unusual?.bursts ?? []) expect(shown).toContain(`${count} events from ${hour}`);
  });

  test('trace one person through all products', async () => {
    const { events } = await ask(['search', '--since', '7d', '--providers', 'ashby']);
    const who = events.map(({ actor }) => actor.email).find((email) => email !== undefined) ?? '';
    const { code, out } = await trailhound(['trace', who, '--since', '7d', '--json'], env);
    expect(code).toBe(0);
    const { aliases, lines } = JSON.parse(out) as { aliases: { value: string }[]; lines: unknown[] };
    expect(aliases.map(({ value }) => value)).toContain(who);
    expect(lines.length).toBeGreaterThan(0);
  });

  test("show one whole event, by its uid or the vendor's id", async () => {
    const { events } = await ask(['search', '--since', '7d', '--limit', '1', '--providers', 'zendesk']);
    const [event] = events;
    const got = await trailhound(['get', event?.uid ?? '', '--json'], env);
    expect(JSON.parse(got.out)).toMatchObject({ uid: event?.uid, raw: { id: Number(event?.nativeId) } });
    const native = await trailhound(['get', `zendesk:${event?.nativeId}`], env);
    expect(native.out).toContain(`uid       ${event?.uid}`);
    const none = await trailhound(['get', 'zendesk:999999999'], env);
    expect([none.code, none.out]).toEqual([2, '']);
  });
});

describe('trailhound export', () => {
  const WINDOW = ['--since', '7d'];

  test.each(FILE_FORMAT_NAMES)(
    'writes all events as %s into a file that appears only when complete',
    async (format) => {
      const file = path.join(folder, `events.${format}`);
      writeFileSync(file, 'old');
      const { code, out } = await trailhound(['export', ...WINDOW, '--format', format, '--out', file], env);
      expect(code).toBe(0);
      expect(out).toMatch(/: 80 events, [\d,]+ bytes, sha256 [0-9a-f]{64}\n$/);
      expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(format === 'csv' ? 81 : 80);
      expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    },
  );

  test('writes OCSF by day and class into a new folder, with the checksum of each file', async () => {
    const ocsf = path.join(folder, 'ocsf');
    const args = ['export', ...WINDOW, '--format', 'ocsf', '--ocsf-version', '1.8.0', '--split', '--out', ocsf];
    const { code, out } = await trailhound([...args, '--json'], env);
    expect(code).toBe(0);
    const said = JSON.parse(out) as { events: number; files: { file: string; events: number; sha256: string }[] };
    expect(said.events).toBe(80);
    const uids = said.files.flatMap(({ file, events, sha256 }) => {
      const text = readFileSync(path.join(ocsf, file), 'utf8');
      expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
      const lines = text.trim().split('\n');
      expect(lines).toHaveLength(events);
      return lines.map((line) => {
        const event = JSON.parse(line) as { class_uid: number; time_dt: string; metadata: Record<string, string> };
        const name = Object.entries(CLASSES).find(([, { uid }]) => uid === event.class_uid)?.[0];
        expect(file).toBe(path.join(event.time_dt.slice(0, 10), `${name}.ndjson`));
        expect(event.metadata['version']).toBe('1.8.0');
        return event.metadata['uid'];
      });
    });
    expect(new Set(uids).size).toBe(80);
    const again = await trailhound(args, env);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('has files in it')]);
  });

  test('splits nothing but OCSF', async () => {
    const { code, err } = await trailhound(['export', '--split', '--out', path.join(folder, 'split')], env);
    expect([code, err]).toEqual([2, expect.stringContaining('Add --format ocsf')]);
  });

  test('leaves no file if nothing could be read, and keeps an older file', async () => {
    const wrong = { ...env, ZENDESK_API_TOKEN: 'wrong', ASHBY_API_KEY: 'wrong' };
    const file = path.join(folder, 'failed.ndjson');
    writeFileSync(file, 'old');
    const { code, err } = await trailhound(['export', ...WINDOW, '--out', file], wrong);
    expect(code).toBe(2);
    expect(err).toMatch(/^trailhound: .*could not be read/m);
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('says why a file cannot be written', async () => {
    const { code, err } = await trailhound(['export', ...WINDOW, '--out', path.join(folder, 'no', 'x.csv')], env);
    expect(code).toBe(2);
    expect(err).toMatch(/^trailhound: --out: .*x\.csv cannot be written \(ENOENT\)\. Name a file in a folder/);
  });
});

describe('A pipe', () => {
  test.each(['search --since 7d --json', 'search --since 7d', 'follow --since 7d --json --once', 'search --help'])(
    'that closes early ends %s quietly',
    async (line) => {
      const out = await inShell(
        `trailhound ${line} 2>errors | head -c 10; echo " $(grep -c -i 'epipe\\|^ *at ' errors)"; rm errors`,
        env,
      );
      expect(out).toMatch(/^.{10} 0\n$/s);
    },
  );
});
