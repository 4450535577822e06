import { withoutMarkup } from './markup.ts';

/** How to show a text. */
export interface PlainOptions {
  /** The maximum length of the result in UTF-16 code units, including the ellipsis. */
  readonly max?: number | undefined;
  /** Whether to keep line breaks. */
  readonly lines?: boolean | undefined;
  /** Whether to defang links, images and tags, so that Markdown and HTML renderers show them as text. */
  readonly inert?: boolean | undefined;
}

// Characters that people do not see but models read, or that change how the rest looks: controls, default-ignorable
// characters (zero width, bidi controls, tags, variation selectors, fillers), annotations, private use, lone
// surrogates.
export const INVISIBLE = String.raw`[\p{Cc}\p{DI}\p{Bidi_Control}\p{Co}\p{Cs}\p{NChar}\u{FFF9}-\u{FFFB}\u{2800}]`;
const HIDDEN = new RegExp(INVISIBLE, 'gu');
const ANY_HIDDEN = new RegExp(HIDDEN.source, 'u');
const LINE_BREAK = /\r\n|[\n\r\v\f\u{85}\u{2028}\u{2029}]/gu;
// Not \p{RGI_Emoji}, whose thousands of alternatives are slow on hostile text.
const EMOJI =
  /\u{1F3F4}\u{E0067}\u{E0062}[\u{E0061}-\u{E007A}]{3}\u{E007F}|\p{ExtPict}(?:\u{FE0F}|\p{EMod})?(?:\u{200D}\p{ExtPict}(?:\u{FE0F}|\p{EMod})?){0,8}|[0-9#*]\u{FE0F}\u{20E3}/gu;

// Created lazily, because it takes as long as loading everything else here.
let graphemes: Intl.Segmenter | undefined;

/** How much of a long text is enough for a short one, unless most of it is invisible. */
const ENOUGH = 1000;
const TIMES_ENOUGH = 4;

/** A text that is longer than the maximum by this much is cut independently of what follows: see `border`. */
const LOOKAHEAD = 80;

/** The text as a person sees it: nothing invisible, whitespace collapsed, on one line, truncated between graphemes. */
export function plain(text: string, options: PlainOptions = {}): string {
  const { max = Number.POSITIVE_INFINITY } = options;
  const enough = max * TIMES_ENOUGH + ENOUGH;
  if (text.length > enough) {
    const begun = seen(text.slice(0, enough), options);
    if (begun.length > max + LOOKAHEAD) return cut(begun, max);
  }
  return cut(seen(text, options), max);
}

/** Words of ASCII with one space between them, as most texts are: there is nothing to remove. */
const CLEAN = /^[!-~]+(?: [!-~]+)*$/;

function seen(text: string, options: PlainOptions): string {
  if (CLEAN.test(text)) return options.inert === true ? withoutMarkup(text) : text;
  const lines = text.split(LINE_BREAK).map((line) => collapse(line));
  const shown = options.lines === true ? lines.join('\n').replace(/\n{3,}/g, '\n\n') : lines.join(' ');
  const clean = options.lines === true ? shown.trim() : collapse(shown);
  // After hidden characters are removed, because one may have separated two characters that form a link together.
  return options.inert === true ? withoutMarkup(clean) : clean;
}

/** Whether a text contains anything invisible that `plain` would remove. Joiners inside emoji do not count. */
export function hasHidden(text: string): boolean {
  return ANY_HIDDEN.test(text) && ANY_HIDDEN.test(text.replace(/[\t\n\r]/g, ' ').replace(EMOJI, ''));
}

function collapse(line: string): string {
  return line.replace(/\t/g, ' ').replace(HIDDEN, '').replace(/\s+/g, ' ').trim();
}

function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max < 1) return '';
  return `${text.slice(0, border(text, Math.floor(max) - 1)).trimEnd()}…`;
}

/** The last grapheme boundary that is not after `at`. */
function border(text: string, at: number): number {
  // A grapheme may have any length, such as a letter with a thousand accents, so look at a bounded piece.
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  const start = graphemes.segment(text.slice(0, at + 64)).containing(at)?.index ?? at;
  if (start > 0 || at === 0) return start;
  return (text.codePointAt(at - 1) ?? 0) > 0xffff ? at - 1 : at;
}
