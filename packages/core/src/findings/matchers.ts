import type { AuditEvent } from '../event.ts';
import type { Needs } from './needs.ts';
import { isAbout, type Matcher } from './plan.ts';
import type { Surroundings } from './sight.ts';

/** A rule, and whether it can match. One that cannot may still learn. */
export interface Candidate {
  readonly matcher: Matcher;
  readonly canMatch: boolean;
}

/** Rules by provider, log, verb, outcome and kind of actor, and by what else tells events apart. */
interface Shelf {
  readonly of: Map<string, Shelf>;
  readonly found: Map<string, readonly Candidate[]>;
}

/** What nobody has whom no roster knows. */
const BY_ROSTER = ['actor.left', 'actor.privileged'];

/** The rules that can match or learn from an event, looked up once for all events of one kind. */
export function candidates(
  matchers: readonly Matcher[],
  { roster }: Surroundings,
): (event: AuditEvent) => readonly Candidate[] {
  const all = emptyShelf();
  const possible =
    roster === undefined ? matchers.filter((one) => !BY_ROSTER.some((field) => needsOf(one).has(field))) : matchers;
  const wanted = possible.map((matcher) => needsOf(matcher).get('flags'));
  const told = new Set(wanted.flatMap((flags) => (flags === undefined || flags === 'any' ? [] : [...flags])));
  const isTold = (flag: string): boolean => told.has(flag) || wanted.includes('any');
  return (event) => {
    const { provider, log, verb, outcome = '', actor, changes, flags } = event;
    const { found } = inside(inside(inside(inside(inside(all, provider), log), verb), outcome), actor.kind);
    const kind = flags.some(isTold) ? `${changes.length > 0} ${flags.join(' ')}` : String(changes.length > 0);
    const known = found.get(kind) ?? choose(possible, event);
    found.set(kind, known);
    return known;
  };
}

function emptyShelf(): Shelf {
  return { of: new Map(), found: new Map() };
}

function inside({ of }: Shelf, name: string): Shelf {
  const known = of.get(name);
  if (known !== undefined) return known;
  const made = emptyShelf();
  of.set(name, made);
  return made;
}

function needsOf({ matches }: Matcher): Needs {
  return matches.needs ?? new Map();
}

function choose(matchers: readonly Matcher[], event: AuditEvent): Candidate[] {
  return matchers
    .filter(({ logs }) => isAbout(logs, event.provider, event.log))
    .map((matcher) => ({ matcher, canMatch: meets(event, needsOf(matcher)) }))
    .filter(({ matcher, canMatch }) => canMatch || matcher.links.some(({ learnsFromAll }) => learnsFromAll));
}

/** Only what an event is told apart by. */
function meets({ verb, outcome, actor, changes, flags }: AuditEvent, needs: Needs): boolean {
  const values = { verb: [verb], outcome: [outcome], 'actor.kind': [actor.kind], flags };
  const needsChange = ['change', 'gained', 'lowered'].some((field) => needs.has(field));
  return (
    (changes.length > 0 || !needsChange) &&
    Object.entries(values).every(([field, list]) => isMet(needs.get(field), list))
  );
}

function isMet(wanted: ReadonlySet<string> | 'any' | undefined, values: readonly (string | undefined)[]): boolean {
  return (
    wanted === undefined ||
    values.some((value) => value !== undefined && (wanted === 'any' || wanted.has(value.toLowerCase())))
  );
}
