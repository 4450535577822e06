import * as z from 'zod';
import { isObject } from '../json.ts';
import { teach } from './directory.ts';
import { nothingKnown, type Known } from './detector.ts';
import type { Definitions } from './definitions.ts';
import type { Episode, Hit } from './episode.ts';
import { fairly, newestWithin } from './room.ts';
import { remember } from './memory.ts';
import type { Mark, Observation } from './observation.ts';
import { put } from './raised.ts';
import type { RulePlan, Watch } from './plan.ts';

const VERSION = 1;
const Row = z.array(z.unknown());

/** What a detector knows, as JSON. Rules are named by their place in `rules`. */
export const Saved = z.object({
  v: z.literal(VERSION),
  newest: z.number().nullable(),
  settledTo: z.number().nullable(),
  counts: z.object({ filtered: z.int(), late: z.int() }),
  forgotten: z.object({ groups: z.int(), findings: z.int() }),
  /** The key of each rule, what it was, and since when it learns. */
  rules: z.array(z.tuple([z.string(), z.string(), z.number()])),
  logs: z.array(z.tuple([z.string(), z.number()])).default([]),
  people: z.array(z.array(z.string())),
  groups: z.array(Row),
  raises: z.array(Row),
  pending: z.array(Row),
});
export type Saved = z.infer<typeof Saved>;

/** The shares of the room that some parts may take at most; groups have the rest. */
const SHARE = { pending: 0.4, raises: 0.15, people: 0.1 };

export interface SavingOptions {
  readonly definitions: Definitions;
  readonly startOf: (rule: string) => number;
  /** How many characters it may have. */
  readonly most: number;
  /** Whether what was found cannot change any more, and has been told. */
  readonly isOver: (watch: Watch, last: number) => boolean;
}

/** What is known as JSON, in as many characters as there may be. Groups that there is no room for count as forgotten. */
export function save(known: Known, { watches }: RulePlan, options: SavingOptions): string {
  const { definitions, startOf, most, isOver } = options;
  const { settled, counts } = known;
  const pending = pendingWithin(known, watches, most * SHARE.pending);
  const raises = [...settled.raises.all]
    .filter(([, { watch, episode }]) => !isOver(watch, episode.last))
    .map(([id, { watch, isPerson, episode }]) => text([watches.indexOf(watch), id, isPerson, episode]));
  const people = [...settled.directory].map(([id, names]) => text([id, ...names]));
  const head = text({ newest: known.newest, settledTo: known.settledTo, counts, logs: [...known.logs] }).slice(1, -1);
  const rules = text(watches.map(({ rule: { key } }) => [key, definitions.get(key) ?? '', startOf(key)]));
  const listed = `"rules":${rules},"people":${list(newestWithin(people, most * SHARE.people))},"raises":${list(newestWithin(raises, most * SHARE.raises))},"pending":${list(pending)}`;
  const groups = fairly(groupsOf(known, watches), most - head.length - listed.length - FRAME);
  const left = { ...settled.forgotten, groups: settled.forgotten.groups + groups.left };
  return `{"v":${VERSION},${head},"forgotten":${text(left)},${listed},"groups":${list(groups.kept)}}`;
}

/** What the rest of the text takes. */
const FRAME = 200;

function list(texts: readonly string[]): string {
  return `[${texts.join(',')}]`;
}

/** The groups that still matter, by rule, each used longest ago first. */
function groupsOf({ settled, settledTo }: Known, watches: readonly Watch[]): string[][] {
  return [...settled.groups.byWatch].map(([watch, groups]) =>
    [...groups]
      .filter(([, { last }]) => last + watch.machine.keepMs >= settledTo)
      .toSorted(([, a], [, b]) => a.last - b.last)
      .map(([key, { last, state }]) => text([watches.indexOf(watch), key, last, state])),
  );
}

/** What waits for late events. If it is too much, the oldest no longer waits. */
function pendingWithin(known: Known, watches: readonly Watch[], most: number): string[] {
  const { pending, settled } = known;
  let texts = pending.map((one) => text(rowOf(one, watches)));
  while (list(texts).length > most) {
    const half = Math.ceil(texts.length / 2);
    for (const one of pending.splice(0, half)) remember(settled, one, 0);
    known.settledTo = Math.max(known.settledTo, pending[0]?.at ?? known.newest);
    texts = texts.slice(half);
  }
  return texts;
}

/** A hit without its time and uid, which are those of its event. */
type MarkRow = [
  watch: number,
  groups: readonly string[],
  isPerson: boolean,
  fires: boolean,
  step: number,
  who: string,
  said: readonly string[],
  value: Hit['value'] | null,
];
type ObservationRow = [
  at: number,
  uid: string,
  taught: Observation['taught'] | null,
  filtered: number,
  marks: readonly MarkRow[],
  since: number | null,
];

function rowOf({ at, uid, taught, filtered, marks, since }: Observation, watches: readonly Watch[]): ObservationRow {
  const rows = marks.map(({ watch, groups, isPerson, hit }): MarkRow => {
    const { fires, step, who, said, value = null } = hit;
    return [watches.indexOf(watch), groups, isPerson, fires, step, who, said, value];
  });
  return [at, uid, taught ?? null, filtered, rows, since ?? null];
}

/** What was known, as far as the rules are still the same. */
export function restore(saved: Saved, { watches }: RulePlan, definitions: Definitions): Known {
  const byKey = new Map(watches.map((watch) => [watch.rule.key, watch]));
  const watchAt = saved.rules.map(([key, is]) => (definitions.get(key) === is ? byKey.get(key) : undefined));
  const known = nothingKnown();
  const { settled, pending } = known;
  Object.assign(settled.forgotten, saved.forgotten);
  for (const [id = '', ...names] of saved.people) teach(settled.directory, { id, names });
  for (const [number, key, last, state] of saved.groups as [number, string, number, object][]) {
    const watch = watchAt[number];
    if (watch !== undefined) Object.assign(settled.groups.at(watch, key, last), revived(state));
  }
  for (const [number, id, isPerson, episode] of saved.raises as [number, string, boolean, Episode][]) {
    const watch = watchAt[number];
    if (watch !== undefined) put(settled.raises, id, { watch, isPerson, episode });
  }
  for (const row of saved.pending) pending.push(observationIn(row, watchAt));
  return {
    ...known,
    counts: saved.counts,
    logs: new Map(saved.logs),
    newest: saved.newest ?? known.newest,
    settledTo: saved.settledTo ?? known.settledTo,
  };
}

function observationIn(row: readonly unknown[], watchAt: readonly (Watch | undefined)[]): Observation {
  const [at, uid, taught, filtered, rows, since] = row as ObservationRow;
  const marks = rows.flatMap(([number, groups, isPerson, fires, step, who, said, value]): Mark[] => {
    const watch = watchAt[number];
    if (watch === undefined) return [];
    return [{ watch, groups, isPerson, hit: { at, uid, fires, value: value ?? undefined, step, who, said } }];
  });
  return { at, uid, taught: taught ?? undefined, filtered, marks, since: since ?? undefined };
}

/** JSON has neither maps nor sets. No text of a vendor is ever the name of a member. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => {
    if (one instanceof Map) return { $map: [...one] };
    return one instanceof Set ? { $set: [...one] } : one;
  });
}

/** Maps, sets, and what was undefined in a list. */
function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived);
  if (!isObject(value)) return value ?? undefined;
  const { $map: map, $set: set } = value;
  if (Array.isArray(map)) return new Map(revived(map) as [unknown, unknown][]);
  if (Array.isArray(set)) return new Set(revived(set) as unknown[]);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, revived(one)]));
}
