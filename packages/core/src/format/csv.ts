import { type Cell, cellOf, chosenFields, type FieldChoice } from './fields.ts';
import { linesOf, type Events } from './lines.ts';

export interface CsvChoice extends FieldChoice {
  /** Whether to start with a byte order mark, without which Excel misreads UTF-8. */
  readonly bom?: boolean | undefined;
}

// Spreadsheets execute cells that start with these signs, even after invisible characters (CSV injection). A leading
// apostrophe makes the cell text. An existing apostrophe gets another one, so that removing one always restores the
// original.
const SIGNS = '=+\\-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}';
const SHOWS_NOTHING = '\\s\\p{C}\\p{DI}\u{2800}\'"';
const FORMULA = new RegExp(`^[${SHOWS_NOTHING}]*[${SIGNS}]|^'*[\t\r\n]`, 'u');
// Where the decimal sign is a comma, Excel splits at semicolons and treats our quotes as text. A cell then starts after
// every semicolon, and a row after every line break.
const BORDER = /[;\t\r\n]/;
const BORDERS = /[;\t\r\n]/g;
const BEFORE_SIGN = new RegExp(`[;${SHOWS_NOTHING}]+`, 'gu');
const SIGN = new RegExp(`[${SIGNS}]`, 'u');
const NUMBER = /^[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,3})?$/;
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/;

/** RFC 4180 with a header row, one line per event. No `sep=,` line, because most programs take that for the header. */
export async function* csv(events: Events, choice: CsvChoice = {}): AsyncGenerator<string> {
  const fields = chosenFields(choice);
  yield `${choice.bom === true ? '\u{FEFF}' : ''}${line(fields)}`;
  yield* linesOf(events, (event) => line(fields.map((field) => cellOf(event, field))));
}

function line(cells: readonly Cell[]): string {
  return `${cells.map((cell, index) => written(cell, index === 0)).join(',')}\r\n`;
}

function written(cell: Cell, isFirst: boolean): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  // A number is safe where it ends at the comma. If Excel splits at semicolons, the first cell of a row continues after
  // it.
  const harmless = !FORMULA.test(cell) || (NUMBER.test(cell) && !isFirst);
  const safe = `${harmless ? '' : "'"}${BORDER.test(cell) ? guardedInside(cell) : cell}`;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Works run by run, so that a text of nothing but line breaks takes linear time too. */
function guardedInside(cell: string): string {
  return cell.replace(BEFORE_SIGN, (run, at: number) =>
    SIGN.test(cell[at + run.length] ?? '') ? run.replace(BORDERS, "$&'") : run,
  );
}
