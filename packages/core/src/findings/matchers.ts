import type { AuditEvent } from '../event.ts';
import type { Needs } from './needs.ts';
import { isAbout, type Matcher } from './plan.ts';

/** A rule, and whether it can match. One that cannot may still learn. */
export interface Candidate {
  readonly matcher: Matcher;
  readonly canMatch: boolean;
}

/** The rules that can match or learn from an event, looked up once for all events of one kind. */
export function candidates(matchers: readonly Matcher[]): (event: AuditEvent) => readonly Candidate[] {
  const known = new Map<string, readonly Candidate[]>();
  return (event) => {
    const { provider, log, verb, outcome, actor, changes, flags } = event;
    const kind = `${provider} ${log} ${verb} ${outcome} ${actor.kind} ${changes.length > 0} ${flags.join(' ')}`;
    let found = known.get(kind);
    if (found === undefined) known.set(kind, (found = choose(matchers, event)));
    return found;
  };
}

function choose(matchers: readonly Matcher[], event: AuditEvent): Candidate[] {
  return matchers
    .filter(({ logs }) => isAbout(logs, event.provider, event.log))
    .map((matcher) => ({ matcher, canMatch: meets(event, matcher.matches.needs ?? new Map()) }))
    .filter(({ matcher, canMatch }) => matcher.links.some(({ learnsFromAll }) => canMatch || learnsFromAll));
}

/** Only what an event is told apart by. */
function meets({ verb, outcome, actor, changes, flags }: AuditEvent, needs: Needs): boolean {
  const values = Object.entries({ verb: [verb], outcome: [outcome], 'actor.kind': [actor.kind], flags });
  return (
    (changes.length > 0 || !['change', 'gained', 'lowered'].some((field) => needs.has(field))) &&
    values.every(([field, list]) => !needs.has(field) || list.some((value) => isWanted(value, needs.get(field))))
  );
}

function isWanted(value: string | undefined, wanted: ReadonlySet<string> | undefined): boolean {
  return value !== undefined && wanted?.has(value.toLowerCase()) !== false;
}
