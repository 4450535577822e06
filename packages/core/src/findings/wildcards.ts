import { automaton, type Matcher } from './automaton.ts';
import { assemble, repeated, sequence, take, when, type Fragment } from './program.ts';
import type { Refuse } from './refusal.ts';

/** Where in a value the text of a rule has to be. */
export interface Anchors {
  readonly starts: boolean;
  readonly ends: boolean;
}

export interface WildcardOptions extends Anchors {
  /** Whether a dash at the start of a word may be any dash, or a slash. */
  readonly anyDash: boolean;
  readonly refuse: Refuse;
}

/** `any` is `*`, `one` is `?`, `dash` is any dash. */
type Token = string | { readonly wild: 'any' | 'one' | 'dash' };

const DASHES = '-/–—―';
const ANY = { wild: 'any' } as const;

/** Compiles a text with `*` and `?`, which `\` escapes. Plain texts are compared as a whole, at once. */
export function wildcards(text: string, { starts, ends, anyDash, refuse }: WildcardOptions): Matcher {
  const tokens = tokensOf(text, anyDash);
  const [open, shut] = [!starts || tokens[0] === ANY, !ends || tokens.at(-1) === ANY];
  const inside = tokens.slice(tokens[0] === ANY ? 1 : 0, tokens.length > 1 && tokens.at(-1) === ANY ? -1 : undefined);
  if (inside.every((token) => typeof token === 'string')) return plainMatcher(inside.join(''), open, shut);
  const assembled = assemble(
    sequence([
      ...(open ? [] : [when((before) => before === -1)]),
      ...inside.map(fragmentOf),
      ...(shut ? [] : [when((_, after) => after === -1)]),
    ]),
  );
  if (assembled === undefined) throw refuse('a text is too long', 'Use a shorter one.');
  return automaton(assembled.program, assembled.start);
}

function plainMatcher(text: string, open: boolean, shut: boolean): Matcher {
  if (open) return shut ? (value) => value.includes(text) : (value) => value.endsWith(text);
  return shut ? (value) => value.startsWith(text) : (value) => value === text;
}

function tokensOf(text: string, anyDash: boolean): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    const after = text.charAt(at + 1);
    if (sign === '\\' && '*?\\'.includes(after) && after !== '') {
      tokens.push(after);
      at += 1;
    } else tokens.push(anyDash && isDash(text, at) ? { wild: 'dash' } : (WILD[sign] ?? sign));
  }
  return tokens;
}

const WILD: Readonly<Record<string, Token>> = { '*': ANY, '?': { wild: 'one' } };

function isDash(text: string, at: number): boolean {
  return '-/'.includes(text.charAt(at)) && !/\w/.test(text.charAt(at - 1)) && /\w/.test(text.charAt(at + 1));
}

function fragmentOf(token: Token): Fragment {
  if (typeof token === 'string') {
    const wanted = token.charCodeAt(0);
    return take((code) => code === wanted);
  }
  if (token.wild === 'dash') return take((code) => DASHES.includes(String.fromCharCode(code)));
  const anything = take(() => true);
  return token.wild === 'one' ? anything : repeated(anything, 0, Number.POSITIVE_INFINITY);
}
