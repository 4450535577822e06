/** Encodes the text of a rule, as a modifier says, to the texts to look for. */
export type Encode = (text: string) => string | readonly string[];

/** Bytes are kept as characters below 256. */
const wide = (text: string): string =>
  text.replaceAll(/[^]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) & 255, sign.charCodeAt(0) >> 8));

function utf8(text: string): string {
  const isBytes = !/[^\0-\u{FF}]/u.test(text);
  return isBytes ? text : String.fromCharCode(...new TextEncoder().encode(text));
}

/** The modifiers that encode. */
export const ENCODINGS: Readonly<Record<string, Encode>> = {
  utf16le: wide,
  wide,
  utf16be: (text) => wide(text).replaceAll(/([^])([^])/g, '$2$1'),
  utf16: (text) => `\u{FF}\u{FE}${wide(text)}`,
  base64: (text) => btoa(utf8(text)),
  // The characters that depend on nothing before or after, at the three possible offsets.
  base64offset: (text) =>
    [0, 2, 3].map((start, offset) =>
      btoa(' '.repeat(offset) + utf8(text))
        .slice(start)
        .replace(/.=+$/, ''),
    ),
};
