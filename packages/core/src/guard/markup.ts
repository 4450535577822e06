// Where Markdown or HTML would begin the address of a link, its definition, a tag or a bare address. An ellipsis stands
// where a text was cut.
const BEGINS = /\](?=[(:])|<(?=[a-z/!?])|:\/\/(?=[^\s…])|(?<![a-z0-9])www\.(?=[^\s…])/gi;

/**
 * The text with a blank wherever a link, an image or a tag would begin, so that whoever renders it shows its characters
 * and fetches nothing. Addresses stay legible: `https:// example.com/a`.
 */
export function withoutMarkup(text: string): string {
  return text.replace(BEGINS, '$& ');
}
