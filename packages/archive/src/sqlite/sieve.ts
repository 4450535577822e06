import type { DatabaseSync } from 'node:sqlite';
import { addressMatcher, type Actor } from '@trailhound/core/source';
import type { Ask } from '../port.ts';
import type { Interned } from './interned.ts';
import type { Shared } from './rows.ts';
import { trigrams } from './text.ts';

/** A prefilter in SQL. Every matching event is found by at least one arm; each arm uses an index. */
export interface Sieve {
  /** SQL conditions, joined by OR. */
  readonly arms: readonly string[];
  /** Further SQL conditions, joined by AND. */
  readonly also: readonly string[];
  /** The row ids of all candidates, if the text index finds only a few. */
  readonly among: readonly number[] | undefined;
}

const ANY = '1';
/** With more arms than this, a scan is cheaper. */
const MOST_ARMS = 8;
const MOST_IDS = 500;
/** A text with more hits than this is common, and a scan in time order finds it soon. */
const RARE = 20_000;

type Wanted = NonNullable<Ask['wanted']>;

/**
 * Builds a prefilter without false negatives: it compares lower case and substrings, where the exact filter may be stricter.
 * The caller applies the exact filter.
 */
export function sieveOf({ wanted = {} }: Ask, database: DatabaseSync, shared: Shared): Sieve {
  const conditions = [byIp(wanted, shared), byActor(wanted, shared), byVerb(wanted, shared)].filter(
    (one) => one !== undefined,
  );
  const first = conditions.findIndex((arms) => arms.length > 0 && arms.length <= MOST_ARMS);
  const rest = conditions.filter((_, index) => index !== first);
  const ors = rest.map((arms) => (arms.length === 0 ? '0' : `(${arms.join(' or ')})`));
  return {
    arms: conditions[first] ?? [ANY],
    also: [...ors, ...byWords('action', actionsOf(wanted), shared), ...byWords('flags', flagsOf(wanted), shared)],
    among: amongOf(wanted, database),
  };
}

function byIp({ ip }: Wanted, { names }: Shared): string[] | undefined {
  if (ip === undefined) return undefined;
  const isWanted = addressMatcher(ip);
  const ids = names.find((name) => typeof name === 'string' && isWanted(name));
  if (ids.length > MOST_IDS) return undefined;
  return ids.length > MOST_ARMS ? [`ip in (${ids.join(', ')})`] : ids.map((id) => `ip = ${id}`);
}

function byVerb({ verbs }: Wanted, { words }: Shared): string[] | undefined {
  return verbs === undefined ? undefined : idsOf(verbs, words).map((id) => `verb = ${id}`);
}

function idsOf(values: readonly string[], interned: Interned): number[] {
  return values.flatMap((value) => interned.known(value) ?? []);
}

function byActor({ actor: wanted }: Wanted, { actors }: Shared): string[] | undefined {
  if (wanted === undefined) return undefined;
  const part = wanted.toLowerCase();
  const ids = actors.find((one) => {
    const { id, email, name } = one as Partial<Actor>;
    return [id, email, name].some((text) => text?.toLowerCase().includes(part));
  });
  if (ids.length > MOST_IDS) return undefined;
  const list = ids.join(', ');
  if (ids.length > MOST_ARMS / 2) return [`actor in (${list}) or impersonator in (${list})`];
  return ids.flatMap((id) => [`actor = ${id}`, `impersonator = ${id} and actor not in (${list})`]);
}

function actionsOf({ actions }: Wanted): ((word: unknown) => boolean) | undefined {
  const known = actions && new Set(actions.map((action) => action.toLowerCase()));
  return known && ((word) => typeof word === 'string' && known.has(word.toLowerCase()));
}

function flagsOf({ flags }: Wanted): ((word: unknown) => boolean) | undefined {
  return flags && ((word) => Array.isArray(word) && flags.some((flag) => word.includes(flag)));
}

function byWords(column: string, passes: ((word: unknown) => boolean) | undefined, { words }: Shared): string[] {
  return passes === undefined ? [] : [`${column} in (${words.find(passes).join(', ')})`];
}

/** The row ids of events with the text or target, if the index can tell and they are few. */
function amongOf({ text, target }: Wanted, database: DatabaseSync): number[] | undefined {
  const asked = [text, target].flatMap((part) => (part === undefined ? [] : (trigrams(part) ?? [])));
  if (asked.length === 0) return undefined;
  const select = database.prepare('select rowid from text where text match ? limit ?');
  const ids = select.all(asked.join(' AND '), RARE + 1).map(({ rowid }) => Number(rowid));
  return ids.length > RARE ? undefined : ids;
}
