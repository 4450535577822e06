import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openArchive, signingKey, warningsOf, writeCheckpoint } from '../src/index.ts';
import { folder } from './world.ts';

describe('Warnings', () => {
  test('are silent where all is well', async () => {
    const [at, state] = [folder(), folder()];
    await writeCheckpoint(openArchive(at), signingKey(state));
    expect(warningsOf(at, { state })).toEqual([]);
  });

  test('name a key that lies with the archive', async () => {
    const at = folder();
    const state = path.join(at, 'state');
    mkdirSync(state);
    await writeCheckpoint(openArchive(at), signingKey(state));
    expect(warningsOf(at, { state })).toEqual([expect.stringContaining('signing key')]);
    expect(warningsOf(at, { state: at })).toEqual([expect.stringContaining('signing key')]);
  });

  test('name an archive without a checkpoint', () => {
    const at = folder();
    openArchive(at);
    expect(warningsOf(at, { state: folder() })).toEqual([expect.stringContaining('No checkpoint')]);
  });
});

describe('The signing key', () => {
  test('is made once, for its owner alone', () => {
    const state = folder();
    const key = signingKey(state, {});
    expect(signingKey(state, {})).toBe(key);
    expect(statSync(path.join(state, 'ledger.key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(path.join(state, 'ledger.key'), 'utf8')).toBe(key);
  });

  test('may come from the environment, on one line as well', () => {
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const given of [pem, pem.replaceAll('\n', '\\n')]) {
      expect(signingKey('/nowhere', { TRAILHOUND_LEDGER_KEY: given })).toBe(pem);
    }
  });

  test('of another kind is refused by name, and not repeated', () => {
    const state = folder();
    writeFileSync(path.join(state, 'ledger.key'), 'not a key at all');
    chmodSync(path.join(state, 'ledger.key'), 0o600);
    expect(() => signingKey(state, {})).toThrow(/ledger\.key holds no Ed25519 private key/);
    expect(() => signingKey(state, { TRAILHOUND_LEDGER_KEY: 'secret' })).toThrow(/TRAILHOUND_LEDGER_KEY holds no/);
    expect(() => signingKey(state, { TRAILHOUND_LEDGER_KEY: 'secret' })).not.toThrow(/secret/);
  });
});
