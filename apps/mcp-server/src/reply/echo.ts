import { asSaid, harmless } from '@trailhound/core/reply';
import { lengthOf } from './fit.ts';
import { compact, snake, withKeys, type JsonObject } from '@trailhound/program';

/** What it takes to say what was asked. */
export interface Asked {
  /** The names that the tool takes. */
  readonly names: readonly string[];
  readonly input: JsonObject;
  /** As the core understood it: in absolute times, with every log by its name. */
  readonly understood: JsonObject;
  /** The longest that an answer may be. */
  readonly room: number;
}

const SHARE = 1 / 6;
const MOST_ROOM = 2000;
const NOTE = 'Not the whole query: it is too long, or holds characters that nobody sees.';

/** The arguments as they were understood. The same call with these gives the same answer. */
export function echo({ names, input, understood, room }: Asked): JsonObject {
  const said = withKeys(understood, snake);
  // Which products were read, the names of the logs say.
  const { providers: _, ...asked } = input;
  const all = Object.entries({ ...said, ...asked, ...said });
  const query = compact(Object.fromEntries(all.filter(([name]) => names.includes(name))));
  const shown = asSaid(lengthOf(query) <= Math.min(MOST_ROOM, room * SHARE) ? query : shortened(query));
  return { query: shown, query_note: JSON.stringify(shown) === JSON.stringify(query) ? undefined : NOTE };
}

/** So much of a text or a list tells which it was. */
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
