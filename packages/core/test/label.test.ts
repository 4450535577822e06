import { expect, test } from 'vitest';
import { columns } from '../src/format/columns.ts';
import { actorLabel, labelOf } from '../src/label.ts';
import { FULL } from './format/events.ts';

test.each([
  [{ type: 'user', id: '42', name: 'Dana Doe' }, 'user:Dana Doe'],
  [{ type: 'user', id: '42' }, 'user:42'],
  [{ type: 'user' }, 'user'],
])('the target %j is called %s, in a table too', (target, label) => {
  expect(labelOf(target)).toBe(label);
  expect(columns([{ ...FULL, target }], { fields: ['target'] }).rows).toEqual([[label]]);
});

test.each([
  [{ kind: 'user', id: '7', email: 'dana@example.com', name: 'Dana Doe' }, 'dana@example.com'],
  [{ kind: 'user', id: '7', name: 'Dana Doe' }, 'Dana Doe'],
  [{ kind: 'service', id: '7' }, '7'],
  [{ kind: 'system' }, 'system'],
] as const)('the actor %j is called %s', (actor, label) => {
  expect(actorLabel(actor)).toBe(label);
});
