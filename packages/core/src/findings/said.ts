import { actorLabel, labelOf, partyLabel } from '../label.ts';
import { plain } from '../guard/text.ts';
import { remember } from '../remember.ts';
import { asText } from './field-test.ts';
import { changeText } from './derived.ts';
import { valuesOf } from './fields.ts';
import type { Sight } from './sight.ts';

const LONGEST = 120;
const MOST_CHANGES = 3;

/** Vendor text as data: cleaned, cut, and in quotes. */
export const quotedText = remember((text) => `"${plain(text, { max: LONGEST, inert: true }).replaceAll('"', "'")}"`);

type Word = (sight: Sight) => string;

/** What a rule can fill into its sentence. */
const WORDS: Readonly<Record<string, Word>> = {
  actor: ({ event }) => quotedText(actorLabel(event.actor)),
  impersonator: ({ event }) => quotedText((event.impersonator && partyLabel(event.impersonator)) ?? 'somebody'),
  target: ({ event }) => quotedText(event.target === undefined ? event.category : labelOf(event.target)),
  change: ({ event }) =>
    event.changes.length === 0
      ? quotedText(event.message)
      : event.changes
          .slice(0, MOST_CHANGES)
          .map((change) => quotedText(changeText(change)))
          .join(', '),
  action: ({ event }) => quotedText(event.action),
  message: ({ event }) => quotedText(event.message),
  product: ({ event }) => event.provider,
  ip: ({ event }) => quotedText(event.ip ?? 'an unknown address'),
  exported: (sight) => asText(valuesOf('exported')(sight)[0]) ?? 'an unknown number of',
};

const PLACE = /\{(\w+)\}/g;
const COUNT = '{count}';

/** The names in a sentence that cannot be filled. */
export function unknownWords(template: string): string[] {
  const names = [...template.matchAll(PLACE)].map(([, name = '']) => name);
  return names.filter((name) => name !== 'count' && !Object.hasOwn(WORDS, name));
}

/** Everything that a sentence can contain. */
export const WORD_NAMES = [...Object.keys(WORDS), 'count'];

/** Compiles a sentence to pieces, between which the count belongs. */
export function sentence(template: string): (sight: Sight) => readonly string[] {
  const pieces = template.split(COUNT).map(filler);
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return (sight) => [only(sight)];
  return (sight) => pieces.map((fill) => fill(sight));
}

function filler(piece: string): Word {
  const parts = piece.split(PLACE);
  const fill = parts.map((part, index): Word => (index % 2 === 0 ? () => part : (WORDS[part] ?? (() => ''))));
  return (sight) => {
    let text = '';
    for (const one of fill) text += one(sight);
    return text;
  };
}
