import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AuditEvent } from '../src/event.ts';
import { toEvents, type PageSource } from '../src/reading/page.ts';
import type { Log } from '../src/provider.ts';
import { providers } from '../src/providers/index.ts';

/** An entry, and the event that was made of it by the code as it first was. */
interface Pair {
  readonly log: string;
  readonly entry: unknown;
  readonly event: unknown;
}

const VENDORS = ['gong', 'zendesk', 'ashby'] as const;
const ALWAYS = { from: 0, to: 8.64e15 };

function pairsOf(vendor: (typeof VENDORS)[number]): Pair[] {
  return JSON.parse(readFileSync(new URL(`stored/${vendor}.json`, import.meta.url), 'utf8')) as Pair[];
}

function eventOf(
  vendor: (typeof VENDORS)[number],
  { log, entry }: Pick<Pair, 'log' | 'entry'>,
  how: Partial<PageSource> = {},
): AuditEvent | undefined {
  const provider = providers[vendor];
  const found = provider.logs.find(({ id }) => id === log) as Log;
  const source = {
    provider,
    tenant: 'acme',
    log: found,
    window: ALWAYS,
    redact: false,
    raw: true,
    fingerprint: undefined,
    ...how,
  };
  return toEvents(source, { kind: 'page', entries: [entry] })[0]?.event;
}

const anyEntry = fc.constantFrom(...VENDORS).chain((vendor) =>
  fc.record({
    vendor: fc.constant(vendor),
    pair: fc.constantFrom(...pairsOf(vendor)),
    how: fc.record({ redact: fc.boolean(), raw: fc.boolean(), brief: fc.boolean() }),
  }),
);

describe.each(VENDORS)('An event of %s', (vendor) => {
  test('is unchanged, except that it may name further targets', () => {
    for (const pair of pairsOf(vendor)) {
      const { raw, targets, ...event } = JSON.parse(JSON.stringify(eventOf(vendor, pair))) as AuditEvent;
      expect({ log: pair.log, entry: raw, event }).toEqual(pair);
      if (targets !== undefined) expect(targets[0]).toEqual(event.target);
    }
  });

  test('still parses in the form from before there were several targets', () => {
    for (const { event } of pairsOf(vendor)) expect(AuditEvent.parse(event)).toEqual(event);
  });

  test('has every field, in a fixed order, whatever the entry', () => {
    const shapes = [...pairsOf(vendor), { log: pairsOf(vendor)[0]?.log ?? '', entry: 'odd' }].flatMap((pair) =>
      [true, false].map((redact) => Object.keys(eventOf(vendor, pair, { redact, raw: false }) ?? {}).join(' ')),
    );
    expect([...new Set(shapes)]).toEqual([Object.keys(AuditEvent.shape).join(' ')]);
  });
});

describe('An event', () => {
  test('parses with the published schema, both in memory and serialized', () => {
    fc.assert(
      fc.property(anyEntry, ({ vendor, pair, how }) => {
        const event = eventOf(vendor, pair, how);
        expect(AuditEvent.parse(event)).toEqual(event);
        expect(AuditEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
      }),
    );
  });

  test('is the same in brief, except for text for people', () => {
    fc.assert(
      fc.property(anyEntry, ({ vendor, pair, how }) => {
        const whole = eventOf(vendor, pair, { ...how, brief: false });
        expect(eventOf(vendor, pair, { ...how, brief: true })).toEqual({ ...whole, message: '', changes: [] });
      }),
    );
  });
});
