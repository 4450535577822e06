import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trailhound, type Ended } from './run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-parquet-'));
const archive = path.join(folder, 'archive');
const env = { XDG_STATE_HOME: path.join(folder, 'state') };
const exported = async (out: string, ...more: readonly string[]): Promise<Ended> =>
  trailhound(['archive', 'export', '--archive', archive, '--since', '12d', '--until', '1d', '--out', out, ...more]);

beforeAll(async () => {
  await trailhound(['sync', '--demo', '--once', '--since', '14d', '--archive', archive], env);
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Listed {
  readonly file: string;
  readonly log: string;
  readonly events: number;
  readonly sha256: string;
}

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

describe('archive export --format parquet', () => {
  test('writes a file for its owner alone, with as many events as the other formats', async () => {
    const [one, other] = [path.join(folder, 'kept.parquet'), path.join(folder, 'kept.ndjson')];
    const { code, out } = await exported(one, '--format', 'parquet', '--json');
    expect(code).toBe(0);
    const said = JSON.parse(out) as { events: number; sha256: string };
    expect(said.sha256).toBe(digest(one));
    expect(statSync(one).mode & 0o077).toBe(0);
    const bytes = readFileSync(one);
    expect([bytes.subarray(0, 4), bytes.subarray(-4)].map(String)).toEqual(['PAR1', 'PAR1']);
    expect(JSON.parse((await exported(other, '--json')).out)).toMatchObject({ events: said.events });
    expect(said.events).toBeGreaterThan(50);
  });

  test('writes a folder with a file per log and month, and a manifest of them', async () => {
    const months = path.join(folder, 'months');
    const { code, out } = await exported(`${months}/`, '--format', 'parquet');
    expect(code).toBe(0);
    const lines = readFileSync(path.join(months, 'manifest.ndjson'), 'utf8').trim().split('\n');
    const files = lines.map((line) => JSON.parse(line) as Listed);
    const total = files.reduce((sum, { events }) => sum + events, 0);
    expect(out).toBe(`${months}/: ${total.toLocaleString('en')} events, ${files.length} files\n`);
    for (const { file, log, sha256 } of files) {
      expect(file).toMatch(new RegExp(`^provider=\\w+/tenant=[^/]+/log=${log}/month=\\d{4}-\\d\\d/events\\.parquet$`));
      expect(sha256).toBe(digest(path.join(months, file)));
    }
  });

  test('replaces no folder, and leaves nothing where it fails', async () => {
    const there = path.join(folder, 'archive');
    const { code, err } = await exported(there, '--format', 'parquet');
    expect([code, err]).toEqual([2, expect.stringMatching(/^trailhound: --out: .* is there already\. Name a folder/)]);
    const nowhere = path.join(folder, 'no', 'such', 'folder');
    expect((await exported(`${nowhere}/`, '--format', 'parquet')).err).toMatch(
      /--out: .* cannot be written \(ENOENT\)/,
    );
    expect(existsSync(`${nowhere}.part`)).toBe(false);
  });
});
