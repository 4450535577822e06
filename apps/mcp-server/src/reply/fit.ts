import type { Result } from '../tools/tool.ts';
import type { JsonObject } from '@trailhound/program';

type Path = readonly (string | number)[];

/** What every answer can do without, least important first. */
const COMMON: readonly Path[] = [
  ['undone'],
  ['same_people'],
  ['coverage', '*', 'notices'],
  ['coverage', '*', 'gaps'],
  ['query', '*'],
  ['hints'],
  ['warnings'],
  ['coverage'],
];

const LEFT = 1;

/**
 * Truncates lists until the body is short enough, and says so. Only lists that are declared cuttable are touched. The
 * events of an answer never are, because their cursor continues after the last of them.
 */
export function fit({ body, cuttable = [] }: Pick<Result, 'body' | 'cuttable'>, room: number): JsonObject {
  if (lengthOf(body) <= room) return body;
  const shorter = structuredClone(body) as Record<string, unknown>;
  for (const path of [...cuttable, ...COMMON]) {
    for (const list of listsAt(shorter, path)) {
      const over = lengthOf({ ...shorter, cut: NOTE }) - room;
      if (over > 0) cutList(list, over);
    }
    if (lengthOf({ ...shorter, cut: NOTE }) <= room) break;
  }
  return { ...shorter, cut: NOTE };
}

const NOTE = 'Lists were cut to keep this answer short. Ask for less: a shorter window, fewer dimensions, a lower top.';

/** Removes items from the end until enough characters are gone. */
function cutList(list: unknown[], over: number): void {
  let gone = 0;
  while (gone < over && list.length > LEFT) gone += lengthOf(list.pop()) + 1;
}

function listsAt(value: unknown, [step, ...rest]: Path): unknown[][] {
  if (step === undefined) return Array.isArray(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (step === '*') return Object.values(value).flatMap((item) => listsAt(item, rest));
  return listsAt((value as Record<string | number, unknown>)[step], rest);
}

export function lengthOf(value: unknown): number {
  return (JSON.stringify(value) ?? '').length;
}
