import { automaton, MATCH, type Matcher, type PatternPlace } from './automaton.ts';
import type { Refuse } from './refusal.ts';

type Make = (next: readonly PatternPlace[], atom?: RegExp) => PatternPlace;
/** A part of an expression: the place where it begins, for the place that follows it. */
type Part = (next: PatternPlace, make: Make) => PatternPlace;

interface Reader {
  /** What was not read yet. */
  readonly tokens: RegExpExecArray[];
  readonly flags: string;
  readonly refuse: Refuse;
}

const INLINE_FLAGS = /^\(\?([imsx]+)\)/;
/** An escape, a class, how often something is repeated, the start of a group, or any other character. */
const TOKEN =
  /\\(?:x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|.?)|\[(?:\^?\\.|\^[^\\]|[^\\^])(?:\\.|[^\\\]])*\]|(?:([*+?])|\{(\d+(?:,\d*)?)\})([?+]?)|\((?:\?(?::|P?<[A-Za-z]\w*>))?|./gs;
/** No sensible rule needs more places. */
const LARGEST = 4000;

/** Compiles a regular expression to a matcher that takes linear time. Refuses by name what cannot be matched like that. */
export function pattern(source: string, given: string, refuse: Refuse): Matcher {
  const [inline = '', letters = ''] = INLINE_FLAGS.exec(source) ?? [];
  const flags = given + letters;
  if (flags.includes('x')) throw refuse('the flag x is not supported', 'Write the expression without it.');
  const tokens = [...source.slice(inline.length).matchAll(TOKEN)];
  const whole = alternatives({ tokens, flags, refuse });
  if (tokens.length > 0) throw refuse(`an unexpected ) in ${source}`, 'Remove it, or write \\).');
  let id = 0;
  return automaton(
    whole(MATCH, (next, atom = MATCH.atom) => {
      id += 1;
      if (id > LARGEST) throw refuse(`the expression ${source} is too large`, 'Use fewer repetitions.');
      return { id, atom, next };
    }),
  );
}

function alternatives(reader: Reader): Part {
  const { tokens } = reader;
  const branches: Part[] = [];
  do branches.push(series(reader));
  while (tokens[0]?.[0] === '|' && tokens.shift() !== undefined);
  return (next, make) => {
    const [first = next, ...others] = branches.map((branch) => branch(next, make));
    // Even a group that holds nothing counts: it may be repeated very often.
    return others.length === 0 && first !== next ? first : make([first, ...others]);
  };
}

function series(reader: Reader): Part {
  const parts: Part[] = [];
  while (!['|', ')', undefined].includes(reader.tokens[0]?.[0])) parts.push(repeated(single(reader), reader));
  return (next, make) => parts.reduceRight((after, part) => part(after, make), next);
}

function single(reader: Reader): Part {
  const { tokens, flags, refuse } = reader;
  const [token = '', , , suffix] = tokens.shift() ?? [];
  const sign = token.charAt(0);
  if (suffix !== undefined) throw refuse(`${sign} repeats nothing`, `Write \\${sign} for the character itself.`);
  if (sign !== '(') {
    const atom = atomOf(token, flags, refuse);
    return (next, make) => make([next], atom);
  }
  const [next] = tokens;
  if (next?.[1] === '?') throw unknownGroup(next.input.slice(next.index), refuse);
  const inside = alternatives(reader);
  if (tokens.shift() === undefined) throw refuse('a ) is missing', 'Close the group, or write \\(.');
  return inside;
}

function unknownGroup(inside: string, refuse: Refuse): Error {
  const what = /^\?<?[=!]/.test(inside) ? 'lookahead or lookbehind' : inside.slice(0, 3);
  return refuse(
    `(${what} is not supported, because it cannot be matched in linear time`,
    'Use two selections instead.',
  );
}

const RANGES: Readonly<Record<string, string>> = { '*': '0,', '+': '1,', '?': '0,1' };
const MOST_REPEATS = 1000;

function repeated(part: Part, { tokens, refuse }: Reader): Part {
  const [token, sign = '', braces = RANGES[sign] ?? '', suffix] = tokens[0] ?? [];
  if (suffix === undefined) return part;
  tokens.shift();
  // Lazy or not, there is a match or there is none.
  if (suffix === '+') throw refuse('a possessive quantifier is not supported', 'Remove the second sign.');
  const [least = '', most = least] = braces.split(',');
  if (Math.max(Number(least), Number(most)) > MOST_REPEATS)
    throw refuse(`${token} repeats too often`, `Repeat at most ${MOST_REPEATS} times.`);
  return (next, make) => {
    const ways = [next];
    let place = next;
    if (most === '') {
      place = make(ways);
      ways.push(part(place, make));
    }
    for (let count = Number(least); count < Number(most); count += 1) place = make([part(place, make), next]);
    for (let count = 0; count < Number(least); count += 1) place = part(place, make);
    return place;
  };
}

const ANY = '[^]';
const ON_A_LINE = String.raw`[^\n]`;

/** What the language spells otherwise, or takes line ends for that we do not. */
function speltOf(token: string, flags: string): string | undefined {
  const edge = flags.includes('m') ? ON_A_LINE : ANY;
  const spelt: Readonly<Record<string, string>> = {
    '.': flags.includes('s') ? ANY : ON_A_LINE,
    '^': `(?<!${edge})`,
    $: `(?!${edge})`,
    '\\A': `(?<!${ANY})`,
    '\\Z': `(?!${ANY})`,
    '\\z': `(?!${ANY})`,
  };
  return spelt[token];
}

/** Escapes that mean the same in a class and outside. */
const ESCAPES = /^\\[bB]$|\\(?:[dDwWsStnrfv]|0(?!\d)|x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|[^A-Za-z\d])/g;

/** What the language itself can test, since it is about one character or the place between two. */
function atomOf(token: string, flags: string, refuse: Refuse): RegExp {
  if (token === '[') throw refuse('a ] is missing', 'Close the class, or write \\[.');
  const spelt = speltOf(token, flags);
  if (spelt === undefined) requireKnown(token.replaceAll(ESCAPES, ''), refuse);
  try {
    return new RegExp(spelt ?? token.replace(/^(\[\^?)\]/, String.raw`$1\]`), flags.includes('i') ? 'iy' : 'y');
  } catch {
    throw refuse(`${token} is not valid`, 'Write the smaller end of a range first, such as a-z.');
  }
}

/** Refuses an escape that was left over. */
function requireKnown(rest: string, refuse: Refuse): void {
  const [unknown] = /\\.?/s.exec(rest) ?? [];
  if (unknown === undefined) return;
  if (/[1-9k]/.test(unknown))
    throw refuse(`the backreference ${unknown} cannot be matched in linear time`, 'Use two rules.');
  throw refuse(`${unknown} is not supported`, 'Use \\d, \\w, \\s, \\b or a class such as [a-z].');
}
