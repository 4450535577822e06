import { MISSED, ORDERS } from '../../packages/core/test/guard/phrases.ts';
import { hasHidden } from '@trailhound/core/reply';
import { table } from './table.ts';

/** How many of each language the guide shows. */
const SHOWN = 3;

/** Texts that are found, a few of each language. */
export function caught(): string {
  const rows = Object.entries(ORDERS).map(([language, texts]) => {
    const plain = texts.filter((text) => !hasHidden(text) && !/\s\s|[\n\t]/.test(text));
    return [plain.slice(0, SHOWN).map(quoted).join(', '), `${language}, ${texts.length}`];
  });
  return table(['such as', 'language, and how many are tested'], rows);
}

/** Texts that are not found. */
export function missed(): string {
  return table(
    ['not found', 'because'],
    MISSED.map(({ text, why }) => [quoted(text), why]),
  );
}

function quoted(text: string): string {
  return `"${text.replaceAll(/[<|>]/g, (mark) => `\\${mark}`)}"`;
}
