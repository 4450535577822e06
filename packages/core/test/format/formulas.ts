const CODE_POINTS =
  '0 1 9 A B C D 1F 20 7F 85 A0 AD 34F 61C 115F 1160 1680 17B4 180E 2000 2007 200B 200D 200E 200F 2028 2029 202A 202E ' +
  '202F 205F 2060 2066 2800 3000 3164 D800 E000 FE0F FEFF FFF9 E0001 E0020';

/** What shows nothing before a formula, or nearly nothing: no character, blanks, controls, fillers, marks, tags. */
export const INVISIBLE = ['', ...CODE_POINTS.split(' ').map((hex) => String.fromCodePoint(Number.parseInt(hex, 16)))];

/** Texts that a spreadsheet would run, as a whole, or where it splits the line at something else than a comma. */
export const HOSTILE = INVISIBLE.flatMap((hidden) =>
  ['', 'a;', 'a; ', 'a\n', 'a\r\n', 'a\t', 'a;"', 'a;\n', ';', "a;'"].map((before) => `${before}${hidden}=1+1`),
);
