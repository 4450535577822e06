import { type Cell, cellOf, chosenFields, type FieldChoice } from './fields.ts';
import { linesOf, type Events } from './lines.ts';

export interface CsvChoice extends FieldChoice {
  /** Whether to begin with a byte order mark, without which Excel takes UTF-8 for something else. */
  readonly bom?: boolean | undefined;
}

// A spreadsheet runs what begins like this, also behind blanks and in full width. An apostrophe makes it text; a cell
// that has one there already gets another, so that taking one off always gives the original.
const FORMULA = /^'*[\s\p{Cf}]*[=+\-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}]|^'*[\t\r\n]/u;
const NUMBER = /^[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,3})?$/;
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/;

/** RFC 4180 with a header row, one line per event. Gives text as events come, like `ndjson`. */
export async function* csv(events: Events, choice: CsvChoice = {}): AsyncGenerator<string> {
  const fields = chosenFields(choice);
  yield `${choice.bom === true ? '\u{FEFF}' : ''}${line(fields)}`;
  yield* linesOf(events, (event) => line(fields.map((field) => cellOf(event, field))));
}

function line(cells: readonly Cell[]): string {
  return `${cells.map(written).join(',')}\r\n`;
}

function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
