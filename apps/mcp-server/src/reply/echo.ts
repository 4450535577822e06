import { asSaid, harmless } from '@trailhound/core/reply';
import { lengthOf } from './fit.ts';
import { compact, snake, withKeys, type JsonObject } from '@trailhound/program';

/** What it takes to repeat a query. */
export interface Asked {
  /** The names of the tool's arguments. */
  readonly names: readonly string[];
  readonly input: JsonObject;
  /** The query as the core understood it: with absolute times and full log names. */
  readonly understood: JsonObject;
  /** The maximum length of an answer. */
  readonly room: number;
}

const SHARE = 1 / 6;
const MOST_ROOM = 2000;
const NOTE = 'This is not the whole query: it is too long, or contains invisible characters.';

/** The arguments as they were understood. The same call with these gives the same answer. */
export function echo({ names, input, understood, room }: Asked): JsonObject {
  const said = withKeys(understood, snake);
  // The log names already say which products were read.
  const { providers: _, ...asked } = input;
  const all = Object.entries({ ...said, ...asked, ...said });
  const query = compact(Object.fromEntries(all.filter(([name]) => names.includes(name))));
  const shown = asSaid(lengthOf(query) <= Math.min(MOST_ROOM, room * SHARE) ? query : shortened(query));
  return { query: shown, query_note: JSON.stringify(shown) === JSON.stringify(query) ? undefined : NOTE };
}

/** Enough of a text or a list to recognise it. */
const LONGEST = 60;
const MOST = 10;

function shortened(query: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, short(value)]));
}

function short(value: unknown): unknown {
  if (!Array.isArray(value)) return harmless(value, { longest: LONGEST, inert: false });
  const left = value.length - MOST;
  return [...value.slice(0, MOST).map(short), ...(left > 0 ? [`and ${left} more`] : [])];
}
