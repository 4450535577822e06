// Where Markdown or HTML starts a link target, a link definition, a tag or a bare URL. An ellipsis marks a truncated
// text.
const BEGINS = /\](?=[(:])|<(?=[a-z/!?])|:\/\/(?=[^\s…])|(?<![a-z0-9])www\.(?=[^\s…])/gi;

/**
 * Defangs a text: inserts a blank wherever a link, an image or a tag would start, so that renderers show its characters
 * and fetch nothing. Addresses stay legible: `https:// example.com/a`.
 */
export function withoutMarkup(text: string): string {
  return text.replace(BEGINS, '$& ');
}
