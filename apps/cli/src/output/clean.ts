import { plain } from '@trailhound/core/reply';

/** Makes vendor text safe for a terminal: one line, without control and invisible characters. */
export function clean(text: string): string {
  return plain(text);
}

// Terminals execute some of these, and others hide text. JSON can escape any character.
const UNSAFE = /[\u{7F}-\u{9F}\p{Cf}\p{Co}\p{Cs}\u{2028}\u{2029}]/gu;

/** JSON that is safe for a terminal and parses to the same value. */
export function json(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE, (found) =>
    Array.from({ length: found.length }, (_, at) => escaped(found.charCodeAt(at))).join(''),
  );
}

function escaped(unit: number): string {
  return String.raw`\u${unit.toString(16).padStart(4, '0')}`;
}
