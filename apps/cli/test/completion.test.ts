import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trailhound } from './run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-completion-'));
const fileOf = (shell: string): string => path.join(folder, `completion.${shell}`);
const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    writeFileSync(fileOf(shell), (await trailhound(['completion', shell])).out);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What bash offers behind these words, the last one being typed. */
async function bash(...words: string[]): Promise<string[]> {
  const script = `source '${fileOf('bash')}'; COMP_WORDS=(trailhound ${words.map((word) => `'${word}'`).join(' ')})
    COMP_CWORD=${words.length}; _trailhound; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await promisify(execFile)('bash', ['--norc', '-c', script], { cwd: folder });
  return stdout.trim().split('\n');
}

describe('Completion in bash', () => {
  test.each([
    [['se'], ['search']],
    [['archive', 'ver'], ['verify']],
    [['search', '--zendesk-source-t'], ['--zendesk-source-type']],
    [
      ['search', '--order', ''],
      ['newest', 'oldest'],
    ],
    [
      ['search', '--since', '7d', '--verbs', 'log'],
      ['login', 'logout'],
    ],
    [
      ['export', '--format', ''],
      ['ndjson', 'csv', 'ocsf', 'ecs', 'hec'],
    ],
    [['archive', 'verify', '--arch'], ['--archive']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
  ])('completes %j', async (words, offered) => {
    const found = await bash(...words);
    for (const word of offered) expect(found).toContain(word);
  });
});

describe('Completion in other shells', () => {
  test.skipIf(!has('zsh'))('is a script that zsh accepts', async () => {
    const script = `autoload -U compinit; compinit -u -D; source '${fileOf('zsh')}'; print $_comps[trailhound]`;
    expect((await promisify(execFile)('zsh', ['-f', '-c', script])).stdout).toBe('_trailhound\n');
  });

  test.skipIf(!has('fish'))('completes words in fish', async () => {
    const ask = async (line: string): Promise<string> =>
      (await promisify(execFile)('fish', ['--no-config', '-c', `source '${fileOf('fish')}'; complete -C '${line}'`]))
        .stdout;
    expect(await ask('trailhound se')).toMatch(/^search\t/);
    expect(await ask('trailhound archive ver')).toMatch(/^verify\t/m);
    expect(await ask('trailhound search --zendesk-source-t')).toMatch(/^--zendesk-source-type/m);
    expect(await ask('trailhound search --order ')).toContain('newest');
  });
});
