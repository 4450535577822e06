import type { Matcher } from './automaton.ts';
import { pattern } from './pattern.ts';
import type { Refuse } from './refusal.ts';

/** Where in a value the text of a rule has to be. */
export interface Anchors {
  readonly starts: boolean;
  readonly ends: boolean;
}

/** Stands for any dash, or a slash. No text has this character. */
export const ANY_DASH = '\u{FFFF}';

const PARTS = /^(\**)((?:\\[*?\\]|.)*?)(\**)$/s;
const PIECES = /\\[*?\\]|\*+|\W/g;
const WILD: Readonly<Record<string, string>> = { '*': '.*', '?': '.', [ANY_DASH]: '[-/–—―]' };

/** Compiles a text with `*` and `?`, which `\` escapes. Plain texts are compared as a whole, at once. */
export function wildcards(text: string, anchors: Anchors, refuse: Refuse): Matcher {
  const [, before = '', inside = '', after = ''] = PARTS.exec(text) ?? [];
  const [starts, ends] = [anchors.starts && before === '', anchors.ends && after === ''];
  let isPlain = true;
  const source = inside.replaceAll(PIECES, (piece) => {
    const wild = WILD[piece.charAt(0)];
    isPlain &&= wild === undefined;
    return wild ?? `\\${piece.slice(-1)}`;
  });
  if (isPlain) return plainMatcher(inside.replaceAll(/\\([*?\\])/g, '$1'), { starts, ends });
  return pattern(`${starts ? '^' : ''}${source}${ends ? '$' : ''}`, 's', refuse);
}

/** Compares with a text as it is. */
export function plainMatcher(text: string, { starts, ends }: Anchors): Matcher {
  if (starts) return ends ? (value) => value === text : (value) => value.startsWith(text);
  return ends ? (value) => value.endsWith(text) : (value) => value.includes(text);
}
