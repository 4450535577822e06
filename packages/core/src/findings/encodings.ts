/** Encodes the text of a rule, as its modifiers say, to the texts to look for. */
export type Encode = (texts: readonly string[]) => readonly string[];

/** Bytes are kept as characters below 256. */
function utf16(text: string, littleEndian: boolean): string {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))
    .map((code) => [code & 255, code >> 8])
    .map((bytes) => String.fromCharCode(...(littleEndian ? bytes : bytes.toReversed())))
    .join('');
}

function utf8(text: string): string {
  const isBytes = !/[^\0-\u{FF}]/u.test(text);
  return isBytes ? text : Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}

const LITTLE: Encode = (texts) => texts.map((text) => utf16(text, true));

/** The characters of a base64 text that depend on nothing before or after, at the three possible offsets. */
function offsets(text: string): string[] {
  return [0, 1, 2].map((offset) => {
    const whole = btoa(' '.repeat(offset) + utf8(text));
    const start = [0, 2, 3][offset];
    const rest = (offset + utf8(text).length) % 3;
    return whole.slice(start, rest === 0 ? undefined : rest === 1 ? -3 : -2);
  });
}

/** The modifiers that encode. */
export const ENCODINGS: Readonly<Record<string, Encode>> = {
  utf16le: LITTLE,
  wide: LITTLE,
  utf16be: (texts) => texts.map((text) => utf16(text, false)),
  utf16: (texts) => texts.map((text) => `\u{FF}\u{FE}${utf16(text, true)}`),
  base64: (texts) => texts.map((text) => btoa(utf8(text))),
  base64offset: (texts) => texts.flatMap(offsets),
};
