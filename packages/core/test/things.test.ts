import { expect, test } from 'vitest';
import type { AuditEvent, Target } from '../src/event.ts';
import { createGroup, type Grouping } from '../src/questions/groups.ts';
import { createThings } from '../src/questions/things.ts';
import { namedTargets } from '../src/reading/named-target.ts';

const EVENT: AuditEvent = {
  uid: 'toy-1',
  provider: 'toy',
  tenant: 'default',
  log: 'audit',
  time: '2026-06-01T00:00:00.000Z',
  actor: { kind: 'user', email: 'dana.doe@example.com' },
  verb: 'update',
  action: 'update',
  category: 'rule',
  changes: [],
  message: '',
  flags: [],
};
const LOCAL = { day: '', hour: '', hourOfDay: '', weekday: '' };
const BY_TARGET: Grouping = { by: 'target', sort: 'last', top: 100 };

type Parts = Partial<AuditEvent>;

function trigger(id: string | undefined, name: string | undefined): Target {
  return { type: 'trigger', ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }) };
}

function grouped(events: readonly (Target | Parts)[], grouping: Partial<Grouping> = {}) {
  const group = createGroup({ ...BY_TARGET, ...grouping });
  for (const [at, one] of events.entries()) {
    const event: AuditEvent = { ...EVENT, ...('type' in one ? { target: one } : one) };
    group.add({ event, times: { count: 1, first: at, last: at, impersonated: 0 }, local: () => LOCAL });
  }
  return group.build();
}

function rows(events: readonly (Target | Parts)[], grouping: Partial<Grouping> = {}) {
  return grouped(events, grouping).top.map(({ value, count, knownAs }) => [value, count, knownAs]);
}

test('A renamed thing is one row by its latest name, with the names that it had', () => {
  const events = [trigger('7', 'Close'), trigger('7', 'Close'), trigger('7', 'Close old'), trigger('7', 'Archive')];
  expect(rows(events)).toEqual([['trigger:Archive', 4, ['trigger:Close old', 'trigger:Close']]]);
  expect(grouped(events)).toMatchObject({ distinct: 1, error: 0 });
  expect(grouped(events).top[0]).toMatchObject({ first: '1970-01-01T00:00:00.000Z', last: '1970-01-01T00:00:00.003Z' });
});

test('Two things of one name are one row as ever, and joined with nothing else', () => {
  const events = [trigger('7', 'Close'), trigger('8', 'Close'), trigger('8', 'Archive'), trigger('7', 'Tidy')];
  expect(rows(events)).toEqual([
    ['trigger:Tidy', 1, undefined],
    ['trigger:Archive', 1, undefined],
    ['trigger:Close', 2, undefined],
  ]);
});

test.each([
  ['another id', trigger('8', 'Archive')],
  ['no id', trigger(undefined, 'Archive')],
  ['the same id in another account', { tenant: 'other', target: trigger('7', 'Archive') }],
  ['the same id in another log', { log: 'other', target: trigger('7', 'Archive') }],
  ['the same id in another product', { provider: 'other', target: trigger('7', 'Archive') }],
  ['the id of something of another kind', { target: { type: 'macro', id: '7', name: 'Archive' } }],
  ['no name but the id', trigger('7', undefined)],
] as const)('A name that comes with %s is no other name', (_, other) => {
  expect(rows([trigger('7', 'Close'), other])).toHaveLength(2);
});

test('A name that once comes without its id is joined with none', () => {
  expect(rows([trigger('7', 'Close'), trigger(undefined, 'Close'), trigger('7', 'Archive')])).toHaveLength(2);
});

test('An entry that changes two things of one name counts once for it, and proves nothing', () => {
  const targets = [trigger('7', 'Close'), trigger('8', 'Close')];
  const events = [{ target: targets[0], targets }, trigger('7', 'Archive')];
  expect(rows(events)).toEqual([
    ['trigger:Archive', 1, undefined],
    ['trigger:Close', 1, undefined],
  ]);
});

test('Names that are used in turn are those of several things', () => {
  expect(rows([trigger('7', 'Close'), trigger('7', 'Archive'), trigger('7', 'Close')])).toHaveLength(2);
});

test('Settings are told by their names, because several have the id of one user', () => {
  const setting = (name: string): Target => ({ type: 'user_setting', id: '42', name });
  expect(rows([setting('Suspension state'), setting('Two-factor authentication')])).toHaveLength(2);
});

test('A renamed thing is one in a table of two dimensions, and one of the distinct values', () => {
  const events = [trigger('7', 'Close'), trigger('7', 'Archive')];
  const [row, ...others] = grouped(events, { by: 'actor', with: 'target' }).top;
  expect(row).toMatchObject({ value: 'dana.doe@example.com', with: 'trigger:Archive', count: 2 });
  expect(row?.knownAs).toEqual(['trigger:Close']);
  expect(others).toEqual([]);
  expect(grouped(events, { by: 'actor', distinct: 'target' }).top).toMatchObject([{ distinct: 1 }]);
});

test('The page of a timeline has things as each log calls them', () => {
  expect(rows([trigger('7', 'Close'), trigger('7', 'Archive')], { asNamed: true })).toHaveLength(2);
});

test('Names for which there is no room stay apart, and what is known of others stays true', () => {
  const things = createThings(2);
  for (const [at, name] of ['A', 'B', 'C'].entries()) {
    for (const text of namedTargets({ ...EVENT, target: trigger('7', name) }))
      expect(things.add(text, { first: at, last: at })).toBe(`trigger:${name}`);
  }
  const renamed = { label: 'trigger:B', knownAs: ['trigger:A'] };
  expect(things.renamed()).toEqual(
    new Map([
      ['trigger:B', renamed],
      ['trigger:A', renamed],
    ]),
  );
});
