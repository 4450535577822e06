import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { noteUpkeep, openArchive, signingKey, warningsOf, writeCheckpoint } from '../src/index.ts';
import { folder } from './world.ts';

describe('Warnings', () => {
  test('are absent when all is well', async () => {
    const [at, state] = [folder(), folder()];
    await writeCheckpoint(openArchive(at), signingKey(state));
    expect(warningsOf(at, { state })).toEqual([expect.stringContaining('copied elsewhere')]);
    noteUpkeep(at, { copied: { at: '2026-10-01T00:00:00.000Z', to: '/mnt/witness' } });
    expect(warningsOf(at, { state })).toEqual([]);
  });

  test('mention a key stored beside the archive', async () => {
    const at = folder();
    const state = path.join(at, 'state');
    mkdirSync(state);
    await writeCheckpoint(openArchive(at), signingKey(state));
    noteUpkeep(at, { copied: { at: '2026-10-01T00:00:00.000Z', to: '/mnt/witness' } });
    expect(warningsOf(at, { state })).toEqual([expect.stringContaining('signing key')]);
    expect(warningsOf(at, { state: at })).toEqual([expect.stringContaining('signing key')]);
  });

  test('mention an archive without a checkpoint', () => {
    const at = folder();
    openArchive(at);
    expect(warningsOf(at, { state: folder() })).toEqual([expect.stringContaining('No checkpoint')]);
  });
});

describe('The signing key', () => {
  test('is created once, readable only by its owner', () => {
    const state = folder();
    const key = signingKey(state, {});
    expect(signingKey(state, {})).toBe(key);
    expect(statSync(path.join(state, 'ledger.key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(path.join(state, 'ledger.key'), 'utf8')).toBe(key);
  });

  test('can come from the environment, also on one line', () => {
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const given of [pem, pem.replaceAll('\n', '\\n')]) {
      expect(signingKey('/nowhere', { TRAILHOUND_LEDGER_KEY: given })).toBe(pem);
    }
  });

  test('of another type is refused by name, without repeating it', () => {
    const state = folder();
    writeFileSync(path.join(state, 'ledger.key'), 'not a key at all');
    chmodSync(path.join(state, 'ledger.key'), 0o600);
    expect(() => signingKey(state, {})).toThrow(/ledger\.key holds no Ed25519 private key/);
    expect(() => signingKey(state, { TRAILHOUND_LEDGER_KEY: 'secret' })).toThrow(/TRAILHOUND_LEDGER_KEY holds no/);
    expect(() => signingKey(state, { TRAILHOUND_LEDGER_KEY: 'secret' })).not.toThrow(/secret/);
  });
});
