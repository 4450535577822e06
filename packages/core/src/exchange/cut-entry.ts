import type { Breather } from './event-loop.ts';
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

/** Whether an entry can be read whole. */
export function isWhole(entry: unknown): boolean {
  return fits(entry, room(), 0);
}

/**
 * Returns a copy with marks in place of what is too much, each with the size and a digest that tells it from any other.
 * Texts are cut as a whole, because half a secret would not be recognised and masked.
 */
export async function cutEntry(entry: unknown, breathe: Breather): Promise<unknown> {
  return cut(entry, { left: room(), breathe }, 0);
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
  return isObject(value) ? membersFit(value, left, depth + 1) : itemsFit(value as readonly unknown[], left, depth + 1);
}

function itemsFit(list: readonly unknown[], left: Left, depth: number): boolean {
  for (const item of list) if (!fits(item, left, depth)) return false;
  return true;
}

function membersFit(object: JsonObject, left: Left, depth: number): boolean {
  for (const name in object) {
    left.characters -= name.length;
    if (!fits(object[name], left, depth)) return false;
  }
  return true;
}

interface Cutting {
  readonly left: Left;
  readonly breathe: Breather;
}

async function cut(value: unknown, cutting: Cutting, depth: number): Promise<unknown> {
  const { left, breathe } = cutting;
  left.values -= 1;
  if (typeof value === 'string') return cutText(value, left);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return mark('what is nested deeper', await written(value, breathe));
  return isObject(value) ? cutObject(value, cutting, depth) : cutList(value as readonly unknown[], cutting, depth);
}

function cutText(text: string, left: Left): string {
  if (text.length > left.characters) return mark(`${text.length} characters`, text);
  left.characters -= text.length;
  return text;
}

async function cutList(list: readonly unknown[], cutting: Cutting, depth: number): Promise<unknown[]> {
  const kept: unknown[] = [];
  for (const item of list) {
    if (cutting.left.values <= 0) {
      const rest = list.slice(kept.length);
      return [...kept, mark(`${rest.length} values`, await written(rest, cutting.breathe))];
    }
    kept.push(await cut(item, cutting, depth + 1));
  }
  return kept;
}

async function cutObject(object: JsonObject, cutting: Cutting, depth: number): Promise<JsonObject> {
  const { left, breathe } = cutting;
  const names = Object.keys(object);
  await breathe();
  const kept: [string, unknown][] = [];
  for (const name of names) {
    if (left.values <= 0) {
      const rest = names.slice(kept.length).map((one) => [one, object[one]]);
      kept.push([mark(`${rest.length} members`, await written(rest, breathe)), null]);
      break;
    }
    kept.push([cutText(name, left), await cut(object[name], cutting, depth + 1)]);
  }
  return Object.fromEntries(kept);
}

/** Serialises a value unambiguously, and yields to the event loop meanwhile: it may be millions of characters. */
async function written(value: unknown, breathe: Breather, depth = 0): Promise<string> {
  const pause = breathe();
  if (pause !== undefined) await pause;
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return canonical(value, depth);
  const members = value as JsonObject;
  let text = '';
  for (const name of Object.keys(members))
    text += `${JSON.stringify(name)}:${await written(members[name], breathe, depth + 1)},`;
  await breathe();
  return Array.isArray(value) ? `[${text}]` : `{${text}}`;
}

function mark(what: string, whole: string): string {
  return `[cut: ${what}, digest ${short(whole)}]`;
}
