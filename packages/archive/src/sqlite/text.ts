import type { AuditEvent } from '@trailhound/core';
import { isAsWritten, targetsOf, textsOf } from '@trailhound/core/source';

const SHORTEST = 3;
/** SQLite treats this character as the end of a text. */
const NUL = '\0';
/** Special characters of the FTS5 query syntax. */
const UNSEARCHABLE = /[\p{Cc}\p{Cs}]/u;

/** What the columns have indexes for, which find it in fewer bytes: left out of the text index. */
const ELSEWHERE: Pick<AuditEvent, 'actor' | 'action'> = { actor: { kind: 'unknown' }, action: '' };

/** The text to index of an event, in lower case: what else the filters for text and target search. */
export function indexed(event: AuditEvent): string {
  const ids = targetsOf(event).map(({ type, id }) => `${type}:${id ?? ''}`);
  return [...textsOf({ ...event, ...ELSEWHERE }), ...ids]
    .map((text) => text?.toLowerCase() ?? '')
    .join('\n')
    .replaceAll(NUL, '\n');
}

/**
 * A query for the text index that finds every event with this substring: all of its trigrams. Undefined if
 * the index cannot tell.
 */
export function trigrams(part: string): string | undefined {
  if (!isAsWritten(part) || UNSEARCHABLE.test(part)) return undefined;
  const letters = Array.from(part.toLowerCase());
  const count = letters.length - SHORTEST + 1;
  if (count < 1) return undefined;
  const runs = new Set(Array.from({ length: count }, (_, at) => letters.slice(at, at + SHORTEST).join('')));
  return [...runs].map((run) => `"${run.replaceAll('"', '""')}"`).join(' AND ');
}
