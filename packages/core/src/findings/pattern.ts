import { automaton, isWord, type Matcher } from './automaton.ts';
import { anyCase, equals, escapedCharacter, set, type PatternFlags, type Reader } from './characters.ts';
import { assemble, either, repeated, sequence, take, when, type Between, type Fragment } from './program.ts';
import type { Refuse } from './refusal.ts';

const NEWLINE = 10;
const MOST_REPEATS = 1000;
const INLINE_FLAGS = /^\(\?([imsx]+)\)/;

/** Compiles a regular expression to a matcher that takes linear time. Refuses by name what cannot be matched like that. */
export function pattern(source: string, flags: PatternFlags, refuse: Refuse): Matcher {
  const [inline = '', letters = ''] = INLINE_FLAGS.exec(source) ?? [];
  if (letters.includes('x')) throw refuse('the flag x is not supported', 'Write the expression without it.');
  const inlined = Object.fromEntries(letters.split('').map((letter) => [letter, true]));
  const reader: Reader = { source: source.slice(inline.length), at: 0, flags: { ...flags, ...inlined }, refuse };
  const fragment = alternatives(reader);
  if (reader.at < reader.source.length) throw refuse(`an unexpected ) in ${source}`, 'Remove it, or write \\).');
  const assembled = assemble(fragment);
  if (assembled === undefined) throw refuse(`the expression ${source} is too large`, 'Use fewer repetitions.');
  return automaton(assembled.program, assembled.start);
}

function alternatives(reader: Reader): Fragment {
  let found = series(reader);
  while (reader.source[reader.at] === '|') {
    reader.at += 1;
    found = either(found, series(reader));
  }
  return found;
}

function series(reader: Reader): Fragment {
  const parts: Fragment[] = [];
  while (reader.at < reader.source.length && !'|)'.includes(reader.source.charAt(reader.at))) {
    parts.push(quantified(reader, atom(reader)));
  }
  return sequence(parts);
}

const BRACES = /^\{(\d{1,4})(?:(,)(\d{1,4})?)?\}/;
const QUANTIFIERS: Readonly<Record<string, readonly [number, number]>> = {
  '*': [0, Number.POSITIVE_INFINITY],
  '+': [1, Number.POSITIVE_INFINITY],
  '?': [0, 1],
};

function quantified(reader: Reader, part: Fragment): Fragment {
  const { source, refuse } = reader;
  const sign = source.charAt(reader.at);
  const [braces = '', least, comma, most] = BRACES.exec(source.slice(reader.at, reader.at + 12)) ?? [];
  const range = braces === '' ? QUANTIFIERS[sign] : rangeOf(Number(least), comma, most);
  if (range === undefined) return part;
  if (range.some((count) => count > MOST_REPEATS && Number.isFinite(count))) {
    throw refuse(`${braces} repeats too often`, `Repeat at most ${MOST_REPEATS} times.`);
  }
  reader.at += braces === '' ? 1 : braces.length;
  // Lazy or not, there is a match or there is none.
  if (source[reader.at] === '?') reader.at += 1;
  else if (source[reader.at] === '+')
    throw refuse('a possessive quantifier is not supported', 'Remove the second sign.');
  return repeated(part, ...range);
}

function rangeOf(least: number, comma: string | undefined, most: string | undefined): readonly [number, number] {
  if (comma === undefined) return [least, least];
  return [least, most === undefined ? Number.POSITIVE_INFINITY : Math.max(least, Number(most))];
}

type Read = (reader: Reader) => Fragment;

/** What signs with a meaning stand for. */
const SIGNS: Readonly<Record<string, Read>> = {
  '(': group,
  '[': (reader) => take(set(reader)),
  '.': ({ flags: { s } }) => take(s === true ? () => true : (code) => code !== NEWLINE),
  '^': ({ flags: { m } }) => when((before) => before === -1 || (m === true && before === NEWLINE)),
  $: ({ flags: { m } }) => when((_, after) => after === -1 || (m === true && after === NEWLINE)),
  '\\': escaped,
};

function atom(reader: Reader): Fragment {
  const sign = reader.source.charAt(reader.at);
  reader.at += 1;
  const read = SIGNS[sign];
  if (read !== undefined) return read(reader);
  if (!'*+?'.includes(sign)) return take(anyCase(equals(sign), reader));
  throw reader.refuse(`${sign} repeats nothing`, `Write \\${sign} for the character itself.`);
}

function group(reader: Reader): Fragment {
  const { source, refuse } = reader;
  const [opening = ''] = /^\?(?::|P?<[A-Za-z]\w*>)/.exec(source.slice(reader.at)) ?? [];
  if (opening === '' && source[reader.at] === '?') {
    const what = /^\?<?[=!]/.test(source.slice(reader.at))
      ? 'lookahead or lookbehind'
      : source.slice(reader.at, reader.at + 3);
    throw refuse(
      `(${what} is not supported, because it cannot be matched in linear time`,
      'Use two selections instead.',
    );
  }
  reader.at += opening.length;
  const inside = alternatives(reader);
  if (source[reader.at] !== ')') throw refuse('a ) is missing', 'Close the group, or write \\(.');
  reader.at += 1;
  return inside;
}

const BOUNDARY: Between = (before, after) => isWord(before) !== isWord(after);
const PLACES: Readonly<Record<string, Between>> = {
  b: BOUNDARY,
  B: (before, after) => !BOUNDARY(before, after),
  A: (before) => before === -1,
  Z: (_, after) => after === -1,
  z: (_, after) => after === -1,
};

function escaped(reader: Reader): Fragment {
  const sign = reader.source.charAt(reader.at);
  const place = PLACES[sign];
  if (place === undefined) return take(anyCase(escapedCharacter(reader), reader));
  reader.at += 1;
  return when(place);
}
