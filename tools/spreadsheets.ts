import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { csv } from '@trailhound/core';
import { collect, FULL } from '../packages/core/test/format/events.ts';
import { HOSTILE } from '../packages/core/test/format/formulas.ts';

/**
 * Opens hostile texts in LibreOffice, as we write them and as they are, and counts the cells that become formulas. Not
 * part of CI, because it needs LibreOffice Calc (`apt-get install libreoffice-calc-nogui`) and takes a minute.
 */
const SEPARATORS = { comma: '44', semicolon: '59', tab: '9', 'any of them': '44/59/9' };
const QUOTED_UTF8 = '34,76,1,,0,false,true,false,false,false,-1';

const folder = await mkdtemp(path.join(tmpdir(), 'trailhound-spreadsheets-'));
try {
  // LibreOffice's own XML cannot represent these two.
  const texts = HOSTILE.filter((text) => !/[\0\u{D800}]/u.test(text));
  const events = texts.map((message) => ({ ...FULL, message }));
  const guarded = await collect(csv(events, { fields: ['time', 'message', 'ip'] }));
  const bare = texts.map((text) => `1,${/[",;\s]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text},2\r\n`);
  for (const [name, code] of Object.entries(SEPARATORS)) {
    const [ours, theirs] = [await formulas(guarded.join(''), code), await formulas(bare.join(''), code)];
    process.stdout.write(`${name}: ${ours} formulas in ${texts.length} texts, ${theirs} without the guard\n`);
    if (ours > 0 || theirs === 0) process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function formulas(text: string, separator: string): Promise<number> {
  const file = path.join(folder, 'table.csv');
  await writeFile(file, text);
  await promisify(execFile)('soffice', [
    `-env:UserInstallation=${pathToFileURL(path.join(folder, 'profile')).href}`,
    '--headless',
    `--infilter=CSV:${separator},${QUOTED_UTF8}`,
    '--convert-to',
    'fods:OpenDocument Spreadsheet Flat XML',
    '--outdir',
    folder,
    file,
  ]);
  return (await readFile(path.join(folder, 'table.fods'), 'utf8')).match(/table:formula=/g)?.length ?? 0;
}
