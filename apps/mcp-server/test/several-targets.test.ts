import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '@trailhound/core';
import { targetsOf } from '@trailhound/core/reply';
import { createPacker, shortened, withinRoom } from '../src/reply/packer.ts';
import { lengthOf } from '../src/reply/fit.ts';

const MANY = Array.from({ length: 500 }, (_, index) => ({ type: 'public.appuser', id: `41${index}` }));
const EVENT: AuditEvent = {
  uid: 'gong-mi8x2k4p-Zk3v9QpX1aBc7dEf',
  provider: 'gong',
  tenant: 'default',
  log: 'UserActivityLog',
  time: '2026-01-31T08:05:14.638Z',
  actor: { kind: 'user', id: '1' },
  verb: 'update',
  action: 'POST /company/team-members/save',
  category: 'configuration',
  target: MANY[0],
  targets: MANY,
  changes: [],
  message: '',
  flags: [],
};

describe('An event with hundreds of targets', () => {
  test('leaves room for others in an answer, and says how many targets are left out', () => {
    const short = shortened(EVENT, 5000) as unknown as AuditEvent & { targets_omitted: number };
    expect(lengthOf(short)).toBeLessThan(5000);
    expect(targetsOf(short).length + short.targets_omitted).toBe(MANY.length);
    expect(shortened({ ...EVENT, targets: MANY.slice(0, 2) }, 5000)).toMatchObject({ targets: MANY.slice(0, 2) });
  });

  test('lists as many in a table cell as fit, and shows that there are more', () => {
    const packer = createPacker('compact', 25_000);
    expect(packer.add(EVENT)).toBe(true);
    const { columns, rows } = packer.table(1) as { columns: string[]; rows: string[][] };
    expect(rows[0]?.[columns.indexOf('target')]).toMatch(/^public\.appuser:410; public\.appuser:411; .{50,140}…$/);
  });
});

describe('An event that changed something', () => {
  const CHANGED = {
    ...EVENT,
    target: { type: 'user', id: '42', name: 'Dana Doe' },
    targets: undefined,
    changes: [
      { field: 'role', from: 'Agent', to: 'Owner' },
      { field: 'note', to: 'x'.repeat(1000) },
    ],
  };

  test('says in its row of a table what it was done to, and the values before and after', () => {
    const packer = createPacker('compact', 25_000);
    packer.add(EVENT);
    packer.add(CHANGED);
    const { columns, rows } = packer.table(2) as { columns: string[]; rows: string[][] };
    expect(rows[1]?.[columns.indexOf('target')]).toBe('user:Dana Doe (42)');
    expect(rows[1]?.[columns.indexOf('changes')]).toMatch(/^role: "Agent" → "Owner"; note: \? → "x{200,280}…$/);
  });

  test('leaves room for the rest of a short answer, however long its texts are', () => {
    const texts = { message: '"'.repeat(500), action: '"'.repeat(500), category: '"'.repeat(500) };
    const packer = createPacker('compact', 4000);
    expect(packer.add({ ...CHANGED, ...texts, actor: { kind: 'user', name: texts.action } })).toBe(true);
  });

  test('and so does a line of a trace', () => {
    const line = ['"'.repeat(2000), 1, '"'.repeat(2000)];
    expect(lengthOf(withinRoom([line, line], 4000))).toBeLessThan(2000);
    expect(withinRoom([line], 40_000)).toEqual([line]);
  });

  test('costs no column in a table of events that changed nothing', () => {
    const packer = createPacker('compact', 25_000);
    packer.add(EVENT);
    expect(packer.table(1)['columns']).not.toContain('changes');
  });
});
