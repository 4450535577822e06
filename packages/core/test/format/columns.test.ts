import { describe, expect, it } from 'vitest';
import { AuditError } from '../../src/errors.ts';
import { columns } from '../../src/format/columns.ts';
import { BARE, FULL } from './events.ts';

function cell(field: string, event = FULL): unknown {
  return columns([event], { fields: [field] }).rows[0]?.[0];
}

describe('columns', () => {
  it('names the default columns once and returns a row per event', () => {
    const { columns: names, rows } = columns([FULL, BARE]);
    expect(names).toEqual(
      'time provider log actor impersonator verb action category target changes outcome ip flags message uid'.split(
        ' ',
      ),
    );
    expect(rows.map((row) => row.length)).toEqual([names.length, names.length]);
  });

  it.each([
    ['time', '2026-01-31T08:05:14.638Z'],
    ['actor', 'dana@example.com'],
    ['actor.kind', 'user'],
    ['actor.name', 'Dana Example'],
    ['impersonator', 'sam@example.com'],
    ['impersonator.company', '6300000000000000003'],
    ['target', 'user:Robin Example (4100000000000000002)'],
    ['target.id', '4100000000000000002'],
    ['changes', 'title: null → "Account Executive"; team: ? → 7'],
    ['flags', 'impersonated, external'],
    ['raw', '{"userId":"4100000000000000001","logRecord":{"action":null}}'],
  ])('reads %s as %j', (field, expected) => {
    expect(cell(field)).toBe(expected);
  });

  it.each([
    'actor',
    'impersonator',
    'impersonator.email',
    'target',
    'target.name',
    'targets',
    'outcome',
    'ip',
    'flags',
    'changes',
  ])('returns null for %s if the event does not say', (field) => {
    expect(cell(field, BARE)).toBeNull();
  });

  it('shows an actor by the best name there is', () => {
    expect(cell('actor', { ...BARE, actor: { kind: 'user', id: '7', name: 'Bo' } })).toBe('Bo');
    expect(cell('actor', { ...BARE, actor: { kind: 'user', id: '7' } })).toBe('7');
  });

  it('shows a target by its type and the best name there is', () => {
    expect(cell('target', { ...BARE, target: { type: 'job', id: '7' } })).toBe('job:7');
    expect(cell('target', { ...BARE, target: { type: 'job' } })).toBe('job');
  });

  it('lists every target in one cell, and as JSON in another', () => {
    const targets = [
      { type: 'user', id: '7', name: 'Bo' },
      { type: 'role', id: '3' },
    ];
    const event = { ...BARE, target: targets[0], targets };
    expect(cell('target', event)).toBe('user:Bo (7); role:3');
    expect(cell('targets', event)).toBe(JSON.stringify(targets));
    expect(cell('target.id', event)).toBe('7');
    expect(cell('targets')).toBe(JSON.stringify([FULL.target]));
  });

  it('adds the raw entry only when asked, and once', () => {
    expect(columns([FULL]).columns).not.toContain('raw');
    expect(columns([FULL], { raw: true }).columns.at(-1)).toBe('raw');
    expect(columns([FULL], { fields: ['raw', 'uid', 'uid'], raw: true }).columns).toEqual(['raw', 'uid']);
  });

  it.each([['nope'], ['constructor'], ['actor.constructor'], ['']])(
    'refuses the field %j and lists the valid ones',
    (field) => {
      const refused = (): unknown => columns([], { fields: ['time', field] });
      expect(refused).toThrow(AuditError);
      expect(refused).toThrow(
        expect.objectContaining({ code: 'invalid_query', hint: expect.stringContaining('actor.email') }),
      );
    },
  );

  it('refuses an empty list of fields', () => {
    expect(() => columns([], { fields: [] })).toThrow(expect.objectContaining({ code: 'invalid_query' }));
  });
});
