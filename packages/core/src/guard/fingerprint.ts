import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';

/** A few hex digits that are the same for the same secret; undefined if they could give the secret away. */
export type Fingerprint = (secret: string) => string | undefined;

const PURPOSE = 'trailhound: fingerprints of redacted secrets, 1';
const DIGITS = 4;
// Somebody who can write to a log could try all short secrets and compare.
const SHORTEST = 8;

/**
 * Creates fingerprints with a key that only the account has, so that they are meaningless to others. Without a key,
 * they are valid for this process only.
 */
export function createFingerprint(account: string | undefined): Fingerprint {
  let key: KeyObject | undefined;
  return (secret) => {
    if (secret.length < SHORTEST) return undefined;
    key ??= keyOf(account ?? randomBytes(32));
    return createHmac('sha256', key).update(secret).digest('hex').slice(0, DIGITS);
  };
}

/** As an object: bytes would be made into one for every secret, which takes five times as long as the digest. */
function keyOf(account: string | Buffer): KeyObject {
  return createSecretKey(createHmac('sha256', account).update(PURPOSE).digest());
}
