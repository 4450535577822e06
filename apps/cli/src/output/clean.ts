import { plain } from '@trailhound/core/reply';

/** A text of a vendor as a terminal may have it: one line, without control characters and what nobody sees. */
export function clean(text: string): string {
  return plain(text);
}

// A terminal obeys some of these, and others hide what stands there. JSON may write any character by its number.
const UNSAFE = /[\u{7F}-\u{9F}\p{Cf}\p{Co}\p{Cs}\u{2028}\u{2029}]/gu;

/** JSON that a terminal shows as it is, and that reads back to the same value. */
export function json(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE, (found) =>
    Array.from({ length: found.length }, (_, at) => escaped(found.charCodeAt(at))).join(''),
  );
}

function escaped(unit: number): string {
  return String.raw`\u${unit.toString(16).padStart(4, '0')}`;
}
