import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AuditError } from '@trailhound/core';

export const KEY_FILE = 'ledger.key';
const VARIABLE = 'TRAILHOUND_LEDGER_KEY';

/**
 * The key that checkpoints are signed with, as PEM, from the environment or the state folder. Created if there is none.
 * Never stored with the archive, because whoever has both can rewrite history.
 */
export function signingKey(stateFolder: string, environment: NodeJS.ProcessEnv = process.env): string {
  const known = knownSigningKey(stateFolder, environment);
  if (known !== undefined) return known;
  const file = path.join(stateFolder, KEY_FILE);
  make(file);
  return checked(readFileSync(file, 'utf8'), file);
}

/** The same key if there is one. A verifier must not create one: by a new key, every signature looks forged. */
export function knownSigningKey(stateFolder: string, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const given = environment[VARIABLE];
  if (given !== undefined && given !== '') return checked(given.replaceAll('\\n', '\n'), VARIABLE);
  const file = path.join(stateFolder, KEY_FILE);
  return existsSync(file) ? checked(readFileSync(file, 'utf8'), file) : undefined;
}

/** Creates the file atomically, and never replaces one that another process has created in the meantime. */
function make(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('ed25519');
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  try {
    linkSync(aside, file);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
  } finally {
    rmSync(aside, { force: true });
  }
}

function checked(pem: string, from: string): string {
  try {
    if (createPrivateKey(pem).asymmetricKeyType === 'ed25519') return pem;
  } catch {
    // Reported below.
  }
  throw new AuditError({
    code: 'invalid_query',
    message: `${from} holds no Ed25519 private key`,
    hint: 'Give one as PEM (openssl genpkey -algorithm ed25519), or remove it, and a new one is made.',
  });
}
