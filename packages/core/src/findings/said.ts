import { actorLabel, labelOf, partyLabel } from '../label.ts';
import { plain } from '../guard/text.ts';
import type { Refuse } from './refusal.ts';
import { remember } from '../remember.ts';
import { changeText, exportedRows } from './derived.ts';
import type { Sight } from './sight.ts';

const LONGEST = 120;
const MOST_CHANGES = 3;

/** Vendor text as data: cleaned and cut. */
export const cleaned = remember((text) => plain(text, { max: LONGEST, inert: true }));

/** The same in quotes. */
export function quotedText(text: string): string {
  return `"${cleaned(text).replaceAll('"', "'")}"`;
}

type Word = (sight: Sight) => string;

/** What a rule can fill into its sentence. */
const WORDS: Readonly<Record<string, Word>> = {
  actor: ({ event }) => quotedText(actorLabel(event.actor)),
  impersonator: ({ event }) => quotedText((event.impersonator && partyLabel(event.impersonator)) ?? 'somebody'),
  target: ({ event }) => quotedText(event.target === undefined ? event.category : labelOf(event.target)),
  change: ({ event: { changes, message } }) =>
    changes
      .slice(0, MOST_CHANGES)
      .map((change) => quotedText(changeText(change)))
      .join(', ') || quotedText(message),
  action: ({ event }) => quotedText(event.action),
  message: ({ event }) => quotedText(event.message),
  product: ({ event }) => event.provider,
  ip: ({ event }) => quotedText(event.ip ?? 'an unknown address'),
  exported: (sight) => String(exportedRows(sight) ?? 'an unknown number of'),
};

const PLACE = /\{(\w+)\}/g;
const COUNT = '{count}';

/** Compiles a sentence to pieces, between which the count belongs. Refuses what it cannot fill in. */
export function sentence(template: string, refuse: Refuse): (sight: Sight) => readonly string[] {
  const pieces = template.split(COUNT).map((piece) => filler(piece, refuse));
  return (sight) => pieces.map((fill) => fill(sight));
}

function filler(piece: string, refuse: Refuse): Word {
  const fill = piece.split(PLACE).map((part, index): Word => {
    if (index % 2 === 0) return () => part;
    if (Object.hasOwn(WORDS, part)) return WORDS[part] as Word;
    const known = [...Object.keys(WORDS), 'count'].join(', ');
    throw refuse(`trailhound.why: {${part}} is unknown`, `Use one of ${known}.`);
  });
  return (sight) => fill.map((one) => one(sight)).join('');
}
