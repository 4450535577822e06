import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns } from '../../src/format/columns.ts';
import { csv } from '../../src/format/csv.ts';
import { BARE, FULL, anyEvent, collect } from './events.ts';
import { INVISIBLE } from './formulas.ts';

/** RFC 4180 to the letter: whatever else a cell or a line end looks like is an error. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (match === null) throw new Error(`not RFC 4180 at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

const unguard = (cell: string): string =>
  cell
    .replace(/^'(?=[\s\p{C}\p{DI}⠀'"]*[=+\-@＝＋－＠]|'*[\t\r\n])/u, '')
    .replaceAll(/(?<=[;\t\r\n])'(?=[;\s\p{C}\p{DI}⠀'"]*[=+\-@＝＋－＠])/gu, '');

async function messageCell(message: string): Promise<string | undefined> {
  const [, line] = await collect(csv([{ ...FULL, message }], { fields: ['time', 'message'] }));
  return parseCsv(line ?? '')[0]?.[1];
}

/** As Excel reads a file where the list separator is a semicolon: a quote counts only where a cell begins. */
function splitAtSemicolons(text: string): string[] {
  const cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)(?:"|$))?([^;\r\n]*)(?:;|\r\n|\r|\n|$)/y;
  while (cell.lastIndex < text.length) {
    const [, quoted = '', bare = ''] = cell.exec(text) ?? [];
    cells.push(`${quoted.replaceAll('""', '"')}${bare}`);
  }
  return cells;
}

describe('csv', () => {
  it('round-trips every cell of any event', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { maxLength: 4 }), fc.boolean(), async (events, raw) => {
        const table = columns(events, { raw });
        const [header, ...rows] = parseCsv((await collect(csv(events, { raw }))).join(''));
        expect(header).toEqual(table.columns);
        expect(rows.map((row) => row.map(unguard))).toEqual(
          table.rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell)))),
        );
      }),
    );
  });

  it('yields a header and then one line per event', async () => {
    expect(await collect(csv([FULL, BARE], { fields: ['time', 'actor', 'ip'] }))).toEqual([
      'time,actor,ip\r\n',
      '2026-01-31T08:05:14.638Z,dana@example.com,203.0.113.7\r\n',
      '2026-01-31T08:05:14.638Z,,\r\n',
    ]);
  });

  it.each([
    '=1+1',
    '+cmd',
    '-2+3',
    '@SUM(A1)',
    '\rx',
    '\nx',
    '  =1',
    '\u{A0}=1',
    '\u{FEFF}=1',
    '\u{200B}=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    "'=1",
    '=HYPERLINK("https://x.test/?"&A1,"a,b")',
    '-1e9999x',
  ])('writes %j as text', async (message) => {
    expect(await messageCell(message)).toBe(`'${message}`);
  });

  it.each(INVISIBLE)('writes a formula behind %j as text', async (hidden) => {
    const cell = await messageCell(`${hidden}=1+1`);
    expect(cell).toMatch(/^'/);
    expect(unguard(cell ?? '')).toBe(`${hidden}=1+1`);
  });

  // What a spreadsheet makes of a line where the comma is the decimal sign.
  it.each([
    [";=1+cmd|' /C calc'!A0", ";'=1+cmd|' /C calc'!A0"],
    ['a; -1', "a;' -1"],
    ['a;\u{200B}\u{2800}=1', "a;'\u{200B}\u{2800}=1"],
    ['a;"=1', 'a;\'"=1'],
    ['a\n=1;', "a\n'=1;"],
    ['a\r\n=1', "a\r'\n'=1"],
    ['\t=1', "'\t'=1"],
    [";;'=1", ";';''=1"],
    ['a; b', 'a; b'],
    ['a; b=1', 'a; b=1'],
  ])('lets no cell inside of %j start as a formula', async (message, cell) => {
    expect(await messageCell(message)).toBe(cell);
    expect(unguard(cell)).toBe(message);
  });

  it('starts no cell with a formula sign, wherever a line is split', async () => {
    const text = fc.string({
      unit: fc.constantFrom('=', '-', ';', '"', "'", '\n', '\t', ' ', '\u{200B}', 'a', ',', '5'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 3 }), async (texts) => {
        const events = texts.map((message) => ({ ...FULL, message, target: { type: 'x', name: message } }));
        const lines = await collect(csv(events, { fields: ['message', 'target.name', 'userAgent'] }));
        for (const cell of splitAtSemicolons(lines.slice(1).join(''))) expect(cell).not.toMatch(/^[\s\p{Cf}"]*[=-]/u);
      }),
    );
  });

  it.each(['\n', '; ', '\u{200B}', "'", '"'])('handles a long text of only %j as fast as any other', async (piece) => {
    // A guard that looks ahead from each of them would take minutes.
    const message = `${piece.repeat(1_000_000)}x`;
    expect(await messageCell(message)).toHaveLength(message.length + (piece === '\n' ? 1 : 0));
  });

  it.each(['-5', '+49123', '-5.25', '-1e9', 'a=1', "it's", 'plain', '1-2', '😀', "'quoted'"])(
    'leaves %j alone',
    async (message) => {
      expect(await messageCell(message)).toBe(message);
    },
  );

  it('treats a number as text if the row continues behind it', async () => {
    const [, line] = await collect(csv([{ ...FULL, message: '+5' }], { fields: ['message', 'time'] }));
    expect(line).toBe(`'+5,${FULL.time}\r\n`);
  });

  it('begins with a byte order mark when asked', async () => {
    const [header] = await collect(csv([], { fields: ['uid'], bom: true }));
    expect(header).toBe('\u{FEFF}uid\r\n');
  });

  it('refuses an unknown field', async () => {
    await expect(collect(csv([], { fields: ['nope'] }))).rejects.toMatchObject({ code: 'invalid_query' });
  });
});
