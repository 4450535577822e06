import { unitAt } from '../unit-at.ts';

const PLACES = 256;
const LONGEST = 128;

/**
 * Makes a test of texts remember some that it has found harmless, because logs repeat names, addresses and kinds. Each
 * text has one place, where a later one takes over.
 */
export function rememberHarmless(isHarmless: (text: string) => boolean): (text: string) => boolean {
  const known = Array.from<string | undefined>({ length: PLACES });
  return (text) => {
    const { length } = text;
    if (length > LONGEST) return isHarmless(text);
    const place = (length * 61 + unitAt(text, length >> 1) * 17 + unitAt(text, length - 1)) & (PLACES - 1);
    if (known[place] === text) return true;
    if (!isHarmless(text)) return false;
    known[place] = text;
    return true;
  };
}
