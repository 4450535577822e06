import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/event.ts';
import type { JsonObject } from '../../src/json.ts';
import { MAPPINGS } from '../../src/siem/classify.ts';
import { toEcs } from '../../src/siem/ecs.ts';
import { anyEvent, BARE, FULL } from '../format/events.ts';

/** The types that ECS expects of a category. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  authentication: ['start', 'end', 'info'],
  configuration: ['access', 'change', 'creation', 'deletion', 'info'],
  file: ['access', 'change', 'creation', 'deletion', 'info'],
  iam: ['admin', 'change', 'creation', 'deletion', 'group', 'info', 'user'],
  web: ['access', 'error', 'info'],
};

interface Document extends JsonObject {
  readonly event: Readonly<Record<string, unknown>> & { readonly category: [string]; readonly type: string[] };
  readonly trailhound: JsonObject & { readonly changes?: { field: string; from?: string; to?: string }[] };
}

const ecsOf = (event: AuditEvent): Document => JSON.parse(JSON.stringify(toEcs(event))) as Document;

test.each(MAPPINGS)('$subject $verb $turn has a category and types that ECS allows together', ({ category, type }) => {
  expect(TYPES[category]).toEqual(expect.arrayContaining([...type]));
});

describe('An event as a document of ECS', () => {
  test('has allowed values only, and says everything, whatever the event', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const { '@timestamp': time, event: said, trailhound: own } = ecsOf(event);
        expect(time).toBe(event.time);
        expect(said['id']).toBe(event.uid);
        expect(['success', 'failure', 'unknown']).toContain(said['outcome']);
        const [category] = said.category;
        const types = said.type.filter((type) => type !== 'denied' || event.outcome !== 'denied');
        expect(TYPES[category]).toEqual(expect.arrayContaining(types));
        expect(own['actor']).toEqual(event.actor);
        expect(own['targets'] ?? []).toEqual(event.targets ?? (event.target === undefined ? [] : [event.target]));
        const changes = own.changes?.map(({ field, ...sides }) => ({ field, ...parsed(sides) })) ?? [];
        expect(changes).toEqual(event.changes);
      }),
    );
  });

  test('puts the real person into user, and whom they acted as into user.effective', () => {
    expect(toEcs(FULL)['user']).toEqual({
      id: '9',
      name: 'Sam Support',
      email: 'sam@example.com',
      full_name: 'Sam Support',
      effective: {
        id: '4100000000000000001',
        name: 'Dana Example',
        email: 'dana@example.com',
        full_name: 'Dana Example',
      },
      target: { id: '4100000000000000002', name: 'Robin Example' },
    });
  });

  test('keeps an address that is none out of the typed field', () => {
    const { source, related, trailhound } = ecsOf({ ...BARE, ip: 'office' });
    expect([source, related]).toEqual([undefined, undefined]);
    expect(trailhound['ip']).toBe('office');
    expect(ecsOf({ ...BARE, ip: '2001:db8::7' })['source']).toEqual({ ip: '2001:db8::7' });
  });

  test('says what was denied, and nothing of an assumed success', () => {
    expect(ecsOf({ ...BARE, outcome: 'denied' }).event).toMatchObject({ outcome: 'failure', type: ['info', 'denied'] });
    expect(ecsOf({ ...BARE, outcome: 'success', flags: ['assumed_outcome'] }).event['outcome']).toBe('unknown');
  });

  test('has the entry as a text if asked', () => {
    expect(toEcs(FULL, { raw: true })['event']).toMatchObject({ original: JSON.stringify(FULL.raw) });
    expect(toEcs(FULL)['event']).not.toHaveProperty('original');
  });
});

function parsed(sides: Readonly<Record<string, string | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(sides).map(([name, value]) => [name, JSON.parse(value ?? 'null')]));
}
