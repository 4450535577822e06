import { canonical, short } from '../identity.ts';
import { isObject, type JsonObject } from '../json.ts';

/**
 * The largest entry that is read whole. No vendor is known to come close, and parsing more would block the event loop.
 */
export const MOST_CHARACTERS = 100_000;
const MOST_VALUES = 10_000;
const DEEPEST = 200;

interface Left {
  characters: number;
  values: number;
}

/**
 * Returns the entry, or a copy with marks in place of what is too much, each with the size and a digest that tells it
 * from any other. Texts are cut as a whole, because half a secret would not be recognised and masked.
 */
export function cutEntry(entry: unknown): unknown {
  return fits(entry, room(), 0) ? entry : cut(entry, room(), 0);
}

function room(): Left {
  return { characters: MOST_CHARACTERS, values: MOST_VALUES };
}

function fits(value: unknown, left: Left, depth: number): boolean {
  left.values -= 1;
  if (typeof value === 'string') left.characters -= value.length;
  if (left.values < 0 || left.characters < 0) return false;
  if (typeof value !== 'object' || value === null) return true;
  if (depth > DEEPEST) return false;
  if (Array.isArray(value)) return value.every((item) => fits(item, left, depth + 1));
  const members = value as JsonObject;
  return Object.keys(members).every((name) => {
    left.characters -= name.length;
    return fits(members[name], left, depth + 1);
  });
}

function cut(value: unknown, left: Left, depth: number): unknown {
  left.values -= 1;
  if (typeof value === 'string') return cutText(value, left);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return mark('what is nested deeper', canonical(value));
  return isObject(value) ? cutObject(value, left, depth) : cutList(value as readonly unknown[], left, depth);
}

function cutText(text: string, left: Left): string {
  if (text.length > left.characters) return mark(`${text.length} characters`, text);
  left.characters -= text.length;
  return text;
}

function cutList(list: readonly unknown[], left: Left, depth: number): unknown[] {
  const kept: unknown[] = [];
  for (const item of list) {
    if (left.values <= 0)
      return [...kept, mark(`${list.length - kept.length} values`, canonical(list.slice(kept.length)))];
    kept.push(cut(item, left, depth + 1));
  }
  return kept;
}

function cutObject(object: JsonObject, left: Left, depth: number): JsonObject {
  const names = Object.keys(object);
  const kept: [string, unknown][] = [];
  for (const name of names) {
    if (left.values <= 0) {
      kept.push([mark(`${names.length - kept.length} members`, written(object, names.slice(kept.length))), null]);
      break;
    }
    kept.push([cutText(name, left), cut(object[name], left, depth + 1)]);
  }
  return Object.fromEntries(kept);
}

/** Serialises some members unambiguously. Builds no intermediate list, because there may be a hundred thousand. */
function written(object: JsonObject, names: readonly string[]): string {
  let text = '';
  for (const name of names) text += `${JSON.stringify(name)}:${canonical(object[name])},`;
  return text;
}

function mark(what: string, whole: string): string {
  return `[cut: ${what}, digest ${short(whole)}]`;
}
