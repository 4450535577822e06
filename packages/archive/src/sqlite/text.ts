import type { AuditEvent } from '@trailhound/core';
import { isAsWritten, targetsOf, textsOf } from '@trailhound/core/source';

const SHORTEST = 3;
/** Where SQLite takes a text for ended. */
const NUL = '\0';
/** What SQLite's query language takes for itself. */
const UNSEARCHABLE = /[\p{Cc}\p{Cs}]/u;

/** What the text index learns of an event: all that a text or a target is looked for in, in small letters. */
export function indexed(event: AuditEvent): string {
  const ids = targetsOf(event).map(({ type, id }) => `${type}:${id ?? ''}`);
  return [...textsOf(event), ...ids]
    .map((text) => text?.toLowerCase() ?? '')
    .join('\n')
    .replaceAll(NUL, '\n');
}

/**
 * What to ask the text index for, so that no event that holds the part is missed: all of its runs of three letters. Undefined where
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
