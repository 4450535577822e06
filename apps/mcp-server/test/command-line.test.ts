import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { providers, type Ports } from '@trailhound/core';
import { readAccounts, stateFolder, variableOf, waysOf } from '@trailhound/program';
import { startSimulator, type Simulator } from '@trailhound/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../src/log.ts';
import { helpText, Options, readCommandLine } from '../src/options.ts';
import { BIN, ENV } from './processes.ts';

const ports: Ports = {
  send: async () => {
    throw new Error('Nobody is asked here');
  },
  sleep: async () => undefined,
  timeout: () => new AbortController().signal,
  now: Date.now,
  random: Math.random,
};
const accounts = (env: Record<string, string>): ReturnType<typeof readAccounts> =>
  readAccounts({ env, ports, userAgent: 'test' });

describe('The command line', () => {
  test('starts stdio by default, and its options override the environment', () => {
    expect(readCommandLine([], {}).command).toBe('stdio');
    const env = {
      TRAILHOUND_PORT: '4000',
      TRAILHOUND_PROVIDERS: 'gong, ashby',
      TRAILHOUND_DEMO: 'yes',
      TRAILHOUND_JSON: '',
    };
    const { command, options } = readCommandLine(['http', '--port', '5000'], env);
    expect(command).toBe('http');
    expect(options).toMatchObject({ port: 5000, providers: ['gong', 'ashby'], demo: true, json: false });
    expect(readCommandLine(['--no-demo'], env).options.demo).toBe(false);
  });

  test.each([
    [['--prot', '3'], /--prot: is not known/, /--port|port/],
    [['--port', 'x'], /--port: is a whole number from 0 to 65535/, /./],
    [['--port'], /--port/, /./],
    [['--max-result-chars=10'], /--max-result-chars: .*5000/, /./],
    [
      ['--max-result-char=1'],
      /--max-result-char: is not known/,
      /^Did you mean "--max-result-chars"\? Valid: --demo, /,
    ],
    [['--accounts', '{since}'], /^--accounts\.0: is no name/, /./],
    [['--log-level', 'logFormat'], /^--log-level: /, /^Valid: info, /],
    [['--log-level', 'loud'], /--log-level/, /debug/],
    [['serve'], /no command "serve"/, /stdio, http, doctor/],
    [['http', 'now'], /no command "now"/, /./],
    [['--demo=maybe'], /--demo/, /./],
  ])('refuses %j, naming what is wrong and what would work', (args, message, hint) => {
    expect(() => readCommandLine(args, {})).toThrow(message);
    expect(() => readCommandLine(args, {})).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(hint) as string }),
    );
  });

  test('explains every option in its help', () => {
    const help = helpText('1.2.3');
    for (const name of Object.keys(Options.shape))
      expect(help).toContain(`--${name.replaceAll(/[A-Z]/g, (at) => `-${at.toLowerCase()}`)}`);
    expect(variableOf('maxResultChars')).toBe('TRAILHOUND_MAX_RESULT_CHARS');
  });
});

describe('The environment', () => {
  const FULL = {
    GONG_ACCESS_KEY: 'a',
    GONG_ACCESS_KEY_SECRET: 'b',
    ZENDESK_SUBDOMAIN: 'acme',
    ZENDESK_ACCESS_TOKEN: 'c',
    ASHBY_API_KEY: 'd',
  };

  test('connects every provider that it configures', () => {
    const { connections, problems } = accounts(FULL);
    expect(problems).toEqual([]);
    expect(connections.map(({ provider, baseUrl, authentication }) => [provider.id, baseUrl, authentication])).toEqual([
      ['gong', 'https://api.gong.io', 'Access key'],
      ['zendesk', 'https://acme.zendesk.com', 'OAuth access token'],
      ['ashby', 'https://api.ashbyhq.com', 'API key'],
    ]);
  });

  test('accepts every way to authenticate that a provider declares', () => {
    for (const provider of Object.values(providers)) {
      for (const { label, fields } of waysOf(provider)) {
        const env = Object.fromEntries(
          fields
            .filter(({ required }) => required)
            .map(({ env: name }) => [name, name.includes('EMAIL') ? 'a@example.com' : 'x']),
        );
        const { connections, problems } = accounts({ ...env, ZENDESK_SUBDOMAIN: 'acme' });
        expect(
          connections.filter((one) => one.provider.id === provider.id).map(({ authentication }) => authentication),
        ).toEqual([label]);
        expect(problems.filter((problem) => problem.startsWith(provider.label))).toEqual([]);
      }
    }
  });

  test.each([
    [{ GONG_ACCESS_KEY: 'a' }, /^Gong: GONG_ACCESS_KEY_SECRET is not set, but GONG_ACCESS_KEY is/],
    [
      { ZENDESK_CLIENT_ID: 'a', ZENDESK_CLIENT_SECRET: 'b' },
      /^Zendesk: ZENDESK_BASE_URL or ZENDESK_SUBDOMAIN is not set/,
    ],
    [{ ZENDESK_SUBDOMAIN: 'acme' }, /^Zendesk: no credential is set. Set .*ZENDESK_CLIENT_ID/],
    [{ ZENDESK_SUBDOMAIN: 'acme', ZENDESK_EMAIL: 'a@example.com' }, /^Zendesk: ZENDESK_API_TOKEN is not set/],
    [{ ASHBY_API_KEY: 'a', ASHBY_BASE_URL: 'http://ashby.example' }, /^Ashby: .*in the clear/],
    [{ ZENDESK_SUBDOMAIN: 'not a name', ZENDESK_ACCESS_TOKEN: 'a' }, /^Zendesk: .*is not a Zendesk account/],
  ])('that is incomplete, %j, is reported; other providers work', (half, problem) => {
    const { connections, problems } = accounts({
      GONG_ACCESS_KEY: 'a',
      GONG_ACCESS_KEY_SECRET: 'b',
      ...half,
      ...('GONG_ACCESS_KEY' in half ? { GONG_ACCESS_KEY_SECRET: '' } : {}),
    });
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(connections).toHaveLength('GONG_ACCESS_KEY' in half ? 0 : 1);
  });

  test('is reported in whole sentences, each with one period', () => {
    const { problems } = accounts({ ASHBY_API_KEY: 'a:b', ZENDESK_SUBDOMAIN: 'acme', ZENDESK_ACCESS_TOKEN: 'a b' });
    expect(problems).toEqual(
      expect.arrayContaining([expect.stringMatching(/^Ashby: .*: paste the key alone\. See the description/)]),
    );
    for (const problem of problems) expect(problem).not.toContain('..');
  });

  test('with empty or unfilled values counts as unset', () => {
    expect(accounts({ ASHBY_API_KEY: ' ', GONG_ACCESS_TOKEN: '${GONG_ACCESS_TOKEN}' })).toEqual({
      connections: [],
      problems: [],
      warnings: [],
    });
  });

  test('determines the state folder by the conventions of the system', () => {
    expect(stateFolder({ XDG_STATE_HOME: '/state' }, 'linux')).toBe(path.join('/state', 'trailhound'));
    expect(stateFolder({}, 'darwin')).toContain('Application Support');
    expect(stateFolder({ LOCALAPPDATA: 'C:\\Local' }, 'win32')).toContain('C:\\Local');
  });
});

describe('The log', () => {
  test('has levels, is text or JSON, and contains no secret', () => {
    const lines: string[] = [];
    const write = (line: string): number => lines.push(line);
    createLog({ level: 'warn', format: 'text', write }).info('quiet');
    createLog({ level: 'warn', format: 'text', write }).warn('loud', { password: 'hunter22hunter22' });
    createLog({ level: 'debug', format: 'json', write }).debug('Authorization: Bearer abcdef1234567890abcdef', {
      ms: 3,
    });
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/ warn loud password="\[redacted/);
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ level: 'debug', ms: 3 });
    expect(lines.join('\n')).not.toMatch(/hunter22|abcdef1234567890/);
  });
});

describe('A line of the log', () => {
  const HOSTILE = '\u001b[2J\u009b2J\u202egnp.exe\u2028\r\n2026 error forged \u{e0041}\u007f';

  test.each(['text', 'json'] as const)('moves no terminal cursor and is one line, as %s', (format) => {
    const lines: string[] = [];
    const log = createLog({ level: 'debug', format, write: (line) => lines.push(line) });
    log.warn(`said ${HOSTILE}`, { message: HOSTILE, other: HOSTILE });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    if (format === 'json') expect(JSON.parse(lines[0] ?? '')).toMatchObject({ other: HOSTILE });
  });
});

describe('The built program', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-'));
  let simulator: Simulator;
  let env: Record<string, string>;
  beforeAll(async () => {
    simulator = await startSimulator({ events: 50 });
    const { access_key: key } = simulator.credentials('gong');
    const { api_key: ashby } = simulator.credentials('ashby');
    env = {
      GONG_BASE_URL: simulator.baseUrl('gong'),
      GONG_ACCESS_KEY: key?.['accessKey'] ?? '',
      GONG_ACCESS_KEY_SECRET: key?.['accessKeySecret'] ?? '',
      ASHBY_BASE_URL: simulator.baseUrl('ashby'),
      ASHBY_API_KEY: ashby?.['apiKey'] ?? '',
    };
  });
  afterAll(async () => {
    await simulator.close();
    rmSync(folder, { recursive: true });
  });

  async function run(
    args: readonly string[],
    more: Record<string, string> = {},
  ): Promise<{ code: number; out: string; err: string }> {
    const own = { PATH: process.env['PATH'] ?? '', XDG_STATE_HOME: folder, ...more };
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [BIN, ...args], { env: own });
      return { code: 0, out: stdout, err: stderr };
    } catch (failed) {
      const { code, stdout, stderr } = failed as { code: number; stdout: string; stderr: string };
      return { code, out: stdout, err: stderr };
    }
  }

  test('prints its version and its help', async () => {
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await run(['-h'])).out).toContain('--env-from');
  });

  test('exits with code 2 on wrong usage', async () => {
    expect(await run(['--nope'])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--nope') as string });
    expect(await run(['--providers', 'gogn'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('"gong"') as string,
    });
    expect(await run(['doctor'], { TRAILHOUND_ENV_FROM: path.join(folder, 'none') })).toMatchObject({
      code: 2,
      err: expect.stringContaining('ENOENT') as string,
    });
  });

  test('doctor finds nothing wrong with working accounts, including those from a file', async () => {
    const file = path.join(folder, 'accounts.env');
    writeFileSync(
      file,
      Object.entries(env)
        .map(([name, value]) => `${name}=${value}`)
        .join('\n'),
    );
    const { code, out } = await run(['doctor', '--env-from', file]);
    expect(out).toMatch(/✓ Gong[\s\S]*credential +Access key[\s\S]*answered in \d+ ms[\s\S]*10000 a day[\s\S]*✓ Ashby/);
    expect(code).toBe(0);
  });

  test('warns about a file with credentials that others can read', async () => {
    const file = path.join(folder, 'shared.env');
    writeFileSync(file, 'GONG_ACCESS_KEY=a', { mode: 0o600 });
    expect((await run(['doctor', '--env-from', file])).err).not.toContain('chmod');
    for (const mode of [0o640, 0o604]) {
      chmodSync(file, mode);
      expect((await run(['doctor', '--env-from', file])).err).toMatch(/Others can read .*shared\.env.*chmod 600/);
    }
  });

  test('says that the old option name belongs to Node itself, and runs nothing from the file', async () => {
    const file = path.join(folder, 'old.env');
    writeFileSync(file, 'GONG_ACCESS_KEY=a', { mode: 0o600 });
    const refused = { code: 2, out: '', err: expect.stringMatching(/Node takes --env-file.*--env-from/s) as string };
    expect(await run(['doctor', '--env-file', file])).toMatchObject(refused);
    expect(await run(['doctor', `--env-file=${file}`])).toMatchObject(refused);
    expect(await run(['doctor'], { TRAILHOUND_ENV_FILE: file })).toMatchObject(refused);
    const ran = path.join(folder, 'ran');
    writeFileSync(path.join(folder, 'run.cjs'), `require('node:fs').writeFileSync(${JSON.stringify(ran)}, '')`);
    writeFileSync(file, `NODE_OPTIONS=--require ${path.join(folder, 'run.cjs')}`);
    await run(['doctor', '--env-from', file]);
    expect(existsSync(ran)).toBe(false);
  });

  test('doctor says what is wrong and what to do, in JSON on request, without a secret', async () => {
    const wrong = { ...env, ASHBY_API_KEY: 'a-wrong-key', ZENDESK_SUBDOMAIN: 'acme' };
    const { code, out } = await run(['doctor', '--json'], wrong);
    expect(code).toBe(1);
    const found = JSON.parse(out) as {
      ok: boolean;
      accounts: { provider: string; ok: boolean; problem?: { hint: string } }[];
      problems: string[];
    };
    expect(found.ok).toBe(false);
    expect(found.accounts.map(({ provider, ok }) => [provider, ok])).toEqual([
      ['gong', true],
      ['ashby', false],
    ]);
    expect(found.accounts[1]?.problem?.hint).toMatch(/key/i);
    expect(found.problems).toEqual([expect.stringContaining('ZENDESK_CLIENT_ID')]);
    expect(out).not.toContain('a-wrong-key');
  });

  test('names the state folder if tokens cannot be stored, instead of blaming the network', async () => {
    const file = path.join(folder, 'no-folder');
    writeFileSync(file, '');
    const account = {
      ZENDESK_BASE_URL: simulator.baseUrl('zendesk'),
      ZENDESK_CLIENT_ID: 'client',
      ZENDESK_CLIENT_SECRET: 'secret',
    };
    const before = simulator.stats('zendesk').requests;
    const { code, out } = await run(['doctor'], { ...account, XDG_STATE_HOME: file });
    expect(code).toBe(1);
    expect(out).toContain(
      `problem     Tokens cannot be stored in ${path.join(file, 'trailhound', 'tokens')} (ENOTDIR)`,
    );
    expect(out).toMatch(/next step +Make .*tokens a folder that this user can write to/);
    expect(simulator.stats('zendesk').requests).toBe(before);
  });

  test('doctor says what to set when nothing is set', async () => {
    const { code, out } = await run(['doctor']);
    expect(code).toBe(1);
    for (const name of ['GONG_ACCESS_KEY', 'ZENDESK_SUBDOMAIN', 'ASHBY_API_KEY', '--demo']) expect(out).toContain(name);
  });

  test('doctor --demo needs no account', async () => {
    const { code, out } = await run(['doctor', '--demo']);
    expect(out.match(/✓/g)).toHaveLength(Object.keys(providers).length);
    expect(code).toBe(0);
  });

  test('stops when told to, even if the client keeps its connection open', async () => {
    const child = spawn(process.execPath, [BIN, '--demo'], { env: ENV, stdio: ['pipe', 'pipe', 'ignore'] });
    const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`);
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
