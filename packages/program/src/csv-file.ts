import { readText, wrong, type OptionFile, type FromFile } from './text-file.ts';

/** The rows of a CSV file as objects, by the titles in its first line. Of some columns, a cell has several values. */
export function readCsv(named: OptionFile, several: ReadonlySet<string>): FromFile {
  const [titles = '', ...lines] = readText(named)
    .replace(/^\u{FEFF}/u, '')
    .split(/\r?\n/);
  const names = cellsOf(titles).map((name) => name.trim().toLowerCase().replaceAll(' ', '_'));
  const rows = lines.flatMap((text, index) => {
    if (text.trim() === '') return [];
    const line = index + 2;
    const cells = cellsOf(text);
    if (cells.length !== names.length) {
      const message = `${named.file}, line ${line}: ${cells.length} cells instead of ${names.length}`;
      throw wrong(named.field, message, 'Put a comma between cells, and quotes around those with commas.');
    }
    const fields = names.map((name, at) => [name, valueIn(cells[at]?.trim() ?? '', several.has(name))] as const);
    return [{ line, row: Object.fromEntries(fields.filter(([, value]) => value !== undefined)) }];
  });
  return { value: rows.map(({ row }) => row), line: 1, lineOf: (index) => rows[index]?.line ?? 1 };
}

function valueIn(cell: string, isSeveral: boolean): unknown {
  if (cell === '') return undefined;
  return isSeveral ? cell.split(';').map((part) => part.trim()) : cell;
}

const CELL = /,(?:"((?:[^"]|"")*)"|([^,]*))/g;

function cellsOf(line: string): string[] {
  return [...`,${line}`.matchAll(CELL)].map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain);
}
