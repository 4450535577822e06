import { VENDOR_IDS } from '@trailhound/simulator';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/event.ts';
import { events } from '../../src/questions/search.ts';
import { CLASSES, type ClassName } from '../../src/siem/classes.ts';
import { toOcsf } from '../../src/siem/ocsf.ts';
import { all, simulated } from '../simulated/world.ts';
import { hasAttribute } from './official.ts';
import { filledIn, RECOMMENDED, shareFilled } from './recommended.ts';

/** What OCSF recommends, the logs state, and we leave out, because the event or the entry says it elsewhere. */
const LEFT_OUT = new Set([
  'http_response',
  'is_remote',
  'metadata.original_time',
  'metadata.product.uid',
  'status',
  'status_code',
  'updated_entity',
  'updated_role',
  'updated_user',
]);

describe('Of the attributes that OCSF recommends', () => {
  let read: AuditEvent[];
  beforeAll(async () => {
    const world = simulated({ events: 2000 });
    const connections = VENDOR_IDS.map((vendor) => world.connect(vendor));
    const logs = connections.flatMap(({ provider }) => provider.logs.map(({ id }) => id));
    read = await all(events(connections, { since: '20d', logs }));
  });

  test('at least 60 of 100 are filled where the log states what belongs there, for every product', () => {
    for (const vendor of VENDOR_IDS) {
      const share = shareFilled(read.filter(({ provider }) => provider === vendor));
      expect(share, vendor).toBeGreaterThanOrEqual(0.6);
    }
  });

  test('those that are missing are always missing, and known', () => {
    const counts = [...filledIn(read)].filter(([, { stated, filled }]) => filled < stated);
    expect(counts.filter(([, { filled }]) => filled > 0)).toEqual([]);
    expect(counts.map(([at]) => at).filter((at) => !LEFT_OUT.has(at))).toEqual([]);
  });

  test('an event takes 900 bytes on average of the products, in the logs that most events come from', () => {
    const averages = ['UserActivityLog', 'audit_logs', 'audit_log'].map((of) => {
      const sizes = read.filter(({ log }) => log === of).map((event) => JSON.stringify(toOcsf(event)).length + 1);
      return sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    });
    expect(averages.reduce((sum, average) => sum + average, 0) / averages.length).toBeLessThanOrEqual(900);
  });

  test.each(RECOMMENDED)('$at exists in the official schema', ({ at, of = Object.keys(CLASSES) as ClassName[] }) => {
    for (const name of of.filter((one) => one !== 'account_change')) expect(hasAttribute(name, at), name).toBe(true);
  });
});
