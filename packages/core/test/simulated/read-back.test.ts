import { VENDOR_IDS } from '@trailhound/simulator';
import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import { AuditEvent } from '../../src/event.ts';
import { ndjson } from '../../src/format/ndjson.ts';
import { auditEventJsonSchema } from '../../src/json-schema.ts';
import { events, search } from '../../src/questions/search.ts';
import { summarize } from '../../src/questions/summarize.ts';
import { trace } from '../../src/questions/trace.ts';
import type { Connection } from '../../src/exchange/connection.ts';
import type { Coverage } from '../../src/reading/coverage.ts';
import { START } from '../fake-host.ts';
import { standardProblems } from '../siem/standard-problems.ts';
import { worldsOf } from './hostile.ts';
import { all, simulated } from './world.ts';

const DAY = 86_400_000;
const SINCE = '6d';
const OPTIONS = { deadline: START + 3 * 3_600_000 };

/** Days of another zone, and what some vendors filter by and others do not. */
const ASKED = { since: SINCE, until: 'now', timeZone: 'Asia/Kolkata', actor: 'a', verbs: ['update', 'read', 'update'] };

interface Answer {
  readonly query: object;
  readonly body: unknown;
  readonly coverage: readonly Coverage[];
}

type Ask = (connections: readonly Connection[], query?: object) => Promise<Answer>;

const QUESTIONS: Readonly<Record<string, Ask>> = {
  search: async (connections, query = { ...ASKED, limit: 7, order: 'oldest' }) => {
    const { query: described, events: found, cursor, coverage } = await search(connections, query, OPTIONS);
    return { query: described, body: { uids: found.map(({ uid }) => uid), more: cursor !== undefined }, coverage };
  },
  events: async (connections, query = ASKED) => {
    const stream = events(connections, query, OPTIONS);
    const found = await all(stream);
    return { query: stream.query, body: found.map(({ uid }) => uid), coverage: stream.coverage() };
  },
  summarize: async (connections, query = { ...ASKED, by: ['verb', 'target'], top: 3, bucket: 'day' }) => {
    const { query: described, coverage, ...body } = await summarize(connections, query, OPTIONS);
    return { query: described, body, coverage };
  },
  trace: async (connections, query = { actor: 'eli.edge@example.com', since: SINCE, limit: 5 }) => {
    const traced = await trace(connections, query as Parameters<typeof trace>[1], OPTIONS);
    const { query: described, coverage, ...body } = traced;
    return { query: described, body, coverage };
  },
};

function isWhole(coverage: readonly Coverage[]): boolean {
  return coverage.every(({ gaps }) => gaps.every(({ reason }) => reason === 'limit'));
}

describe.each(VENDOR_IDS)('The query that an answer of %s echoes can be sent again', (vendor) => {
  test.each(worldsOf(vendor))('$switches', async ({ switches }) => {
    const world = simulated({ events: 90, from: START - 8 * DAY, switches: { [vendor]: switches } });
    for (const [question, ask] of Object.entries(QUESTIONS)) {
      const connections = [world.connect(vendor)];
      const first = await ask(connections);
      const again = await ask(connections, JSON.parse(JSON.stringify(first.query)) as object);
      expect(again.query, question).toEqual(first.query);
      // What arrives late is in the second answer only.
      if (isWhole(first.coverage) && isWhole(again.coverage) && switches['lateEvery'] === undefined)
        expect(again.body, question).toEqual(first.body);
    }
  });
});

describe.each(VENDOR_IDS)('Every line of a file of %s', (vendor) => {
  const Published = z.fromJSONSchema(auditEventJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);

  test.each(worldsOf(vendor))(
    'is an event that fits the published schema, and becomes valid OCSF: $switches',
    async ({ switches }) => {
      for (const raw of [false, true]) {
        const world = simulated({ events: 60, from: START - 8 * DAY, switches: { [vendor]: switches } });
        const stream = events([world.connect(vendor)], { since: SINCE }, { ...OPTIONS, raw });
        for (const line of (await all(ndjson(stream.runs(), { raw }))).flatMap((text) => text.trim().split('\n'))) {
          const read: unknown = JSON.parse(line);
          expect(AuditEvent.parse(read)).toEqual(read);
          expect(Published.safeParse(read).error).toBeUndefined();
          expect(Object.hasOwn(read as object, 'raw')).toBe(raw);
          expect(standardProblems(AuditEvent.parse(read))).toEqual([]);
        }
      }
    },
  );
});

describe('A cursor', () => {
  test('continues with the original query, and with the echoed one', async () => {
    const world = simulated({ events: 300 });
    const connections = VENDOR_IDS.map((vendor) => world.connect(vendor));
    const asked = { since: '5d', limit: 9 };
    const { cursor = '', query } = await search(connections, asked);
    world.host.advance(DAY);
    const [as, repeated] = [
      await search(connections, { ...asked, cursor }),
      await search(connections, { ...query, cursor }),
    ];
    expect(repeated.events).toEqual(as.events);
    expect(as.events).toHaveLength(9);
    expect((await search(connections, as.query)).events).toEqual(as.events);
  });

  test('is refused with another start, even one inside the window', async () => {
    const world = simulated({ events: 300 });
    const { cursor = '', query } = await search([world.connect('gong')], { since: '5d', limit: 9 });
    for (const since of ['6d', new Date(START - DAY).toISOString()])
      await expect(search([world.connect('gong')], { ...query, since, cursor })).rejects.toThrow(/another query/);
  });

  test('of an earlier version is refused, and says so', async () => {
    const world = simulated({ events: 3 });
    const cursor = 'th1.mi8x2k4p.mi9x2k4p.Zk3v9QpX1aBc7dEf.mi9x2k4p.gong-mi8x2k4p-Zk3v9QpX1aBc7dEf';
    await expect(search([world.connect('gong')], { cursor })).rejects.toThrow(/an earlier version/);
  });
});

describe('A log', () => {
  test('is accepted under the name that answers use, and by its bare id if that is unique', async () => {
    const world = simulated({ events: 60 });
    const connections = VENDOR_IDS.map((vendor) => world.connect(vendor));
    for (const logs of [['zendesk.audit_logs'], ['audit_logs']]) {
      const { query, coverage } = await search(connections, { since: SINCE, logs });
      expect(query.logs).toEqual(['zendesk.audit_logs']);
      expect(coverage.map(({ provider, log }) => `${provider}.${log}`)).toEqual(['zendesk.audit_logs']);
    }
  });

  test('with an id of several products is refused, with the names to choose from', async () => {
    const world = simulated({ events: 60 });
    const zendesk = world.connect('zendesk');
    const other = { ...zendesk, provider: { ...zendesk.provider, id: 'acme' } };
    const asking = search([zendesk, other], { since: SINCE, logs: ['audit_logs'] });
    await expect(asking).rejects.toMatchObject({
      message: expect.stringContaining('several products'),
      hint: 'Use zendesk.audit_logs or acme.audit_logs.',
    });
    const { coverage } = await search([zendesk, other], { since: SINCE, logs: ['acme.audit_logs'] });
    expect(coverage.map(({ provider }) => provider)).toEqual(['acme']);
  });

  test('that the vendor added later is accepted under both names, too', async () => {
    const world = simulated({ events: 60 });
    const connections = VENDOR_IDS.map((vendor) => world.connect(vendor));
    for (const logs of [['other:NewLog'], ['gong.other:NewLog']])
      expect((await search(connections, { since: SINCE, logs })).query.logs).toEqual(['gong.other:NewLog']);
  });

  test.each(['zendesk.audit_lgo', 'audit_lgos', 'zendesk.audit_lgo', 'ashby.audit_logs'])(
    'with a wrong name, %s, is refused with the closest valid name',
    async (name) => {
      const world = simulated({ events: 0 });
      const connections = VENDOR_IDS.map((vendor) => world.connect(vendor));
      await expect(search(connections, { logs: [name] })).rejects.toMatchObject({
        fault: { code: 'invalid_query' },
        hint: expect.stringMatching(/Did you mean "(zendesk\.audit_logs|ashby\.audit_log)"\? Valid: gong\./),
      });
    },
  );
});
