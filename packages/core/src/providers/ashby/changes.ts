import type { Change } from '../../event.ts';
import { isObject, object, text } from '../../json.ts';

/** Names that can only mean before and after. Ashby does not publish the format (NOTES: changes). */
const PAIRS = [
  ['from', 'to'],
  ['old', 'new'],
  ['before', 'after'],
  ['oldValue', 'newValue'],
] as const;

/** Extracts changes from an object's fields, or from a list of field names. Never guesses a value. */
export function changesOf(changed: unknown): Change[] {
  if (Array.isArray(changed)) return changed.flatMap((item) => change(nameOf(item), item));
  if (!isObject(changed)) return [];
  return Object.entries(changed).flatMap(([field, value]) => change(field, value));
}

function nameOf(item: unknown): unknown {
  return isObject(item) ? (item['field'] ?? item['name']) : item;
}

function change(name: unknown, value: unknown): Change[] {
  const field = text(name);
  return field === undefined ? [] : [{ field, ...sides(value) }];
}

function sides(value: unknown): Omit<Change, 'field'> {
  const stated = object(value);
  const pair = PAIRS.find(([from, to]) => Object.hasOwn(stated, from) && Object.hasOwn(stated, to));
  return pair === undefined ? {} : { from: stated[pair[0]], to: stated[pair[1]] };
}
