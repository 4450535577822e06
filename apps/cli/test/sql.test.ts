import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onTerminal, trailhound, type Ended } from './run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-sql-'));
const archive = path.join(folder, 'archive');
const env = { XDG_STATE_HOME: path.join(folder, 'state') };
const ask = async (statement: string, ...more: readonly string[]): Promise<Ended> =>
  trailhound(['archive', 'sql', statement, '--archive', archive, ...more], env);

beforeAll(async () => {
  await trailhound(['sync', '--demo', '--once', '--since', '7d', '--archive', archive], env);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('archive sql', () => {
  test('prints a line for each row, or JSON, or a table on a terminal', async () => {
    const statement = "select provider, count(*) as n, null as absent from events where provider = 'gong' group by 1";
    const { code, out } = await ask(statement);
    expect([code, out]).toEqual([0, expect.stringMatching(/^gong\t\d+\t\n$/)]);
    expect(JSON.parse((await ask(statement, '--json')).out)).toMatchObject({
      columns: ['provider', 'n', 'absent'],
      rows: [['gong', expect.any(Number), null]],
      truncated: false,
    });
    const shown = await onTerminal(['archive', 'sql', statement, '--archive', archive], 80, env);
    expect(shown).toMatch(/^provider {2}n +absent\ngong {6}\d+\n$/);
  });

  test('says that there are more rows, by the exit code too', async () => {
    const many = 'with recursive n(x) as (select 1 union all select x + 1 from n where x < 501) select x from n';
    const { code, out, err } = await ask(many);
    expect([code, out.split('\n').length]).toEqual([1, 501]);
    expect(err).toBe('warning: there are more rows than these. Group them, or use archive export for all of them.\n');
  });

  test('says what is wrong with a statement', async () => {
    expect(await ask('drop table events')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^trailhound: .*A statement may only read these tables: events, covered/) as string,
    });
    expect((await ask('select nope from events')).err).toMatch(/no such column: nope\. It is SQLite's SQL over/);
    expect((await trailhound(['archive', 'sql'])).err).toMatch(/STATEMENT is missing/);
  });

  test('lets nothing that was logged reach the terminal', async () => {
    const { out } = await ask("select char(27) || '[31mred', 'two' || char(10) || 'lines'");
    for (const odd of ['\u{1B}', 'two\n']) expect(out).not.toContain(odd);
  });
});
