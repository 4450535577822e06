import type { Actor } from '@trailhound/core/source';
import type { Ask } from '../port.ts';
import { candidatesOf } from './candidates.ts';
import { ACCEPTED } from './conditions.ts';
import type { ArchiveFile } from './file.ts';
import type { Shared } from './rows.ts';

/** A prefilter in SQL. Every matching event is found by at least one arm; each arm uses an index. */
export interface Sieve {
  /** SQL conditions, joined by OR. */
  readonly arms: readonly string[];
  /** Further SQL conditions, joined by AND. */
  readonly also: readonly string[];
  /** The row ids of all candidates, if there are only a few. */
  readonly among: readonly number[] | undefined;
}

const ANY = '1';
/** With more arms than this, a scan is cheaper. */
const MOST_ARMS = 8;
const MOST_IDS = 500;

type Wanted = NonNullable<Ask['wanted']>;
type Held = Pick<ArchiveFile, 'database' | 'shared'>;

/**
 * Builds a prefilter without false negatives: it compares lower case and substrings, where the exact filter may be stricter.
 * The caller applies the exact filter.
 */
export function sieveOf(ask: Ask, log: number, { database, shared }: Held): Sieve {
  const { wanted = {} } = ask;
  const conditions = [byIp(wanted, shared), byActor(wanted, shared), byVerb(wanted, shared)].filter(
    (one) => one !== undefined,
  );
  const first = conditions.findIndex((arms) => arms.length > 0 && arms.length <= MOST_ARMS);
  const rest = conditions.filter((_, index) => index !== first);
  const ors = rest.map((arms) => (arms.length === 0 ? '0' : `(${arms.join(' or ')})`));
  return {
    arms: conditions[first] ?? [ANY],
    also: [
      ...ors,
      ...byWords('action', ACCEPTED.actions(wanted, shared)),
      ...byWords('flags', ACCEPTED.flags(wanted, shared)),
    ],
    among: candidatesOf(ask, log, { database, shared }),
  };
}

function byIp(wanted: Wanted, shared: Shared): string[] | undefined {
  const ids = ACCEPTED.ip(wanted, shared);
  if (ids === undefined || ids.length > MOST_IDS) return undefined;
  return ids.length > MOST_ARMS ? [`ip in (${ids.join(', ')})`] : ids.map((id) => `ip = ${id}`);
}

function byVerb(wanted: Wanted, shared: Shared): string[] | undefined {
  return ACCEPTED.verbs(wanted, shared)?.map((id) => `verb = ${id}`);
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

function byWords(column: string, ids: readonly number[] | undefined): string[] {
  return ids === undefined ? [] : [`${column} in (${ids.join(', ')})`];
}
