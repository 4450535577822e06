import { expect, test } from 'vitest';
import { columns } from '../src/format/columns.ts';
import { actorLabel, labelOf, targetLabel } from '../src/label.ts';
import { FULL } from './format/events.ts';

test.each([
  [{ type: 'user', id: '42', name: 'Dana Doe' }, 'user:Dana Doe', 'user:Dana Doe (42)'],
  [{ type: 'user', id: '42' }, 'user:42', 'user:42'],
  [{ type: 'user', name: 'Dana Doe' }, 'user:Dana Doe', 'user:Dana Doe'],
  [{ type: 'user' }, 'user', 'user'],
])('the target %j is called %s, and in a table %s', (target, label, inTable) => {
  expect(labelOf(target)).toBe(label);
  expect(targetLabel(target)).toBe(inTable);
  expect(columns([{ ...FULL, target }], { fields: ['target'] }).rows).toEqual([[inTable]]);
});

test.each([
  [{ kind: 'user', id: '7', email: 'dana@example.com', name: 'Dana Doe' }, 'dana@example.com'],
  [{ kind: 'user', id: '7', name: 'Dana Doe' }, 'Dana Doe'],
  [{ kind: 'service', id: '7' }, '7'],
  [{ kind: 'system' }, 'system'],
] as const)('the actor %j is called %s', (actor, label) => {
  expect(actorLabel(actor)).toBe(label);
});
