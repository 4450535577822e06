import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inShell } from './run.ts';

const guide = readFileSync(path.join(import.meta.dirname, '../../../docs/cli.md'), 'utf8');
const LINES = [...guide.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, block = '']) => block.trim().split('\n'));
const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-guide-'));
const env = { TRAILHOUND_DEMO: '1', XDG_STATE_HOME: path.join(folder, 'state') };

afterAll(() => rmSync(folder, { recursive: true }));

describe('The command-line guide:', () => {
  test.each(LINES)('%s works as written', async (line) => {
    // A code other than 0 fails the shell, and the test with it.
    const out = await inShell(line, env, folder);
    expect(out.length > 0 || line.includes(' > ')).toBe(true);
  });
});
