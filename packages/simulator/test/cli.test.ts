import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSimulator } from '../src/index.ts';

const CLI = path.join(import.meta.dirname, '../src/cli.ts');

function run(...options: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...options], { encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

describe('The command', () => {
  test('explains itself', () => {
    expect(run('--help')).toMatchObject({ status: 0, out: expect.stringContaining('--list-switches') });
  });

  test('lists every switch', () => {
    const { out } = run('--list-switches');
    expect(out.trim().split('\n')).toHaveLength(createSimulator().switches().length);
    expect(out).toMatch(/^gong\.limitPerSecond=3 +Requests per second/m);
  });

  test.each([
    [['--nonsense'], /Unknown option '--nonsense'/],
    [['--events', 'many'], /--events takes a whole number, not many/],
    [['--events', ''], /--events takes a whole number/],
    [['--switch', 'gong'], /--switch takes vendor\.name=value, not gong/],
    [['--switch', 'nobody.failAt=1'], /There is no vendor nobody/],
    [['--switch', 'gong.nonsense=1'], /gong has no switch nonsense/],
    [['--switch', 'gong.failAt=soon'], /gong\.failAt takes a number/],
  ])('refuses %j with a clear message', (options, reason) => {
    const { status, out, err } = run(...options);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toMatch(reason);
    expect(err).not.toMatch(/^ +at /m);
  });

  test('serves with switches set, prints its addresses, and stops when told to', async () => {
    const child = spawn(process.execPath, [CLI, '--events', '5', '--switch', 'all.failForever=true'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.setEncoding('utf8');
    for await (const text of child.stdout as AsyncIterable<string>) {
      printed += text;
      if (printed.includes('api_key:')) break;
    }
    const [, site = ''] = /^gong +(http:\S+)$/m.exec(printed) ?? [];
    expect(printed).toMatch(/^ +access_key: accessKey=\S+ accessKeySecret=\S+$/m);
    expect((await fetch(`${site}/v2/logs`)).status).toBe(500);
    const ended = new Promise((resolve) => {
      child.once('exit', resolve);
    });
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
