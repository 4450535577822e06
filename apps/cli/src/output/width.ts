// Created lazily, because most answers are plain ASCII.
let graphemes: Intl.Segmenter | undefined;

const ASCII = /^[ -~]*$/;
const NO_WIDTH = /^[\p{M}\p{Cf}]+$/u;
// Two columns wide, by East Asian Width and as emoji: what terminals go by.
const WIDE =
  /[\p{Emoji_Presentation}\u{1100}-\u{115F}\u{2E80}-\u{303E}\u{3041}-\u{33FF}\u{3400}-\u{4DBF}\u{4E00}-\u{A4CF}\u{A960}-\u{A97F}\u{AC00}-\u{D7A3}\u{F900}-\u{FAFF}\u{FE30}-\u{FE6F}\u{FF01}-\u{FF60}\u{FFE0}-\u{FFE6}\u{16FE0}-\u{1B2FF}\u{20000}-\u{3FFFD}]/u;

/** The width of a text in terminal columns. */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  return charactersOf(text).reduce((sum, character) => sum + widthOfOne(character), 0);
}

function charactersOf(text: string): string[] {
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

function widthOfOne(character: string): number {
  if (NO_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Pads a text to a width, or cuts it with an ellipsis. */
export function fitted(text: string, columns: number): string {
  const own = widthOf(text);
  if (own <= columns) return text + ' '.repeat(columns - own);
  let [shown, width] = ['', 0];
  for (const character of charactersOf(text)) {
    const one = widthOfOne(character);
    if (width + one > columns - 1) break;
    shown += character;
    width += one;
  }
  return `${shown}…${' '.repeat(Math.max(0, columns - width - 1))}`;
}
