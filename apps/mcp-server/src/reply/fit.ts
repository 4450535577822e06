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

/**
 * Truncates lists until the body is short enough, and says so. Only lists that are declared cuttable are touched. The
 * events of an answer never are, because their cursor continues after the last of them.
 */
export function fit({ body, cuttable = [] }: Pick<Result, 'body' | 'cuttable'>, room: number): JsonObject {
  if (lengthOf(body) <= room) return body;
  const shorter: Record<string, unknown> = { ...structuredClone(body), cut: NOTE };
  cutLists(shorter, [...cuttable, ...COMMON], { room, left: 1 });
  // One row of each list may be too long together, because a name may be long.
  cutLists(shorter, cuttable, { room, left: 0 });
  return shorter;
}

/** The last of several lists is cut first: what was asked first matters most. */
function cutLists(body: object, paths: readonly Path[], { room, left }: { room: number; left: number }): void {
  for (const list of paths.flatMap((path) => listsAt(body, path).toReversed())) {
    const over = lengthOf(body) - room;
    if (over <= 0) return;
    cutList(list, over, left);
  }
}

const NOTE = 'Lists were cut to keep this answer short. Ask for less: a shorter window, fewer dimensions, a lower top.';

/** Removes items from the end until enough characters are gone. */
function cutList(list: unknown[], over: number, left: number): void {
  let gone = 0;
  while (gone < over && list.length > left) gone += lengthOf(list.pop()) + 1;
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
