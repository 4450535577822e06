import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, createShortUids, locate, uids, type Origin } from '../src/identity.ts';

interface Place extends Origin {
  readonly time: number;
  readonly identity: readonly string[];
}

function uid({ time, identity, ...origin }: Place): string {
  return uids(origin)(time, identity);
}

const ORIGIN: Place = {
  provider: 'gong',
  tenant: 'default',
  log: 'UserCallPlay',
  time: 1_763_000_000_000,
  identity: ['1'],
};

describe('A uid', () => {
  test('is stable forever, because changing it would duplicate every stored event', () => {
    expect(uid(ORIGIN)).toBe('gong-mhwsoi68-IfcOnZ3xwSA1GMpz');
  });

  test('differs whenever the identity of the event differs', () => {
    const others: Partial<Place>[] = [
      { provider: 'zendesk' },
      { tenant: 'other' },
      { log: 'AccessLog' },
      { identity: ['2'] },
      { identity: ['1', ''] },
      { time: 1 },
    ];
    const all = [ORIGIN, ...others.map((other) => ({ ...ORIGIN, ...other }))].map(uid);
    expect(new Set(all).size).toBe(all.length);
  });

  test('cannot be confused by the boundaries between its parts', () => {
    expect(uid({ ...ORIGIN, identity: ['ab', 'c'] })).not.toBe(uid({ ...ORIGIN, identity: ['a', 'bc'] }));
  });

  test('says where to look for its event', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.array(fc.string()), (time, identity) => {
        const whole = uid({ ...ORIGIN, time, identity });
        expect(locate(whole)).toEqual({ provider: 'gong', time });
        expect(locate(createShortUids()(whole))).toEqual({ provider: 'gong', time });
      }),
    );
  });

  test('has its time in base 36, as the language writes it', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (time) => {
        expect(uid({ ...ORIGIN, time })).toContain(`-${time.toString(36)}-`);
      }),
    );
  });

  test('is distinguished from other text', () => {
    for (const text of ['', 'gong', '12345', 'gong-xyz', 'gong-mi8-short']) expect(locate(text)).toBeUndefined();
  });
});

describe('Canonical JSON', () => {
  test('does not depend on the order of keys', () => {
    expect(canonical({ b: [1, { d: null, c: 'x' }], a: true })).toBe(
      canonical({ a: true, b: [1, { c: 'x', d: null }] }),
    );
  });

  test('reads back as the same data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
