import { createPrivateKey, createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';
import { hex, type Digest } from './tree.ts';

/** The size and the root of a ledger, which a signed note states (C2SP tlog-checkpoint). */
export interface Head {
  /** The ledger's name, without spaces or plus signs. */
  readonly origin: string;
  readonly size: number;
  readonly root: Digest;
}

/** A parsed note. Its signatures are not verified yet. */
export interface Note extends Head {
  /** The text that is signed. */
  readonly text: string;
  readonly signatures: readonly { readonly name: string; readonly keyId: Digest; readonly signature: Digest }[];
}

const ED25519 = 1;
const RAW_KEY = 32;
const KEY_ID = 4;

/** A note that states the head, signed with an Ed25519 key in PEM format (C2SP signed-note). */
export function signNote(head: Head, privateKey: string): string {
  const text = `${head.origin}\n${head.size}\n${base64(head.root)}\n`;
  const key = createPrivateKey(privateKey);
  const id = keyIdOf(head.origin, rawKey(createPublicKey(key)));
  return `${text}\n— ${head.origin} ${base64(joined(id, sign(null, bytesOf(text), key)))}\n`;
}

/** Undefined if the text is not a ledger's note. */
export function parseNote(note: string): Note | undefined {
  const end = note.indexOf('\n\n');
  const text = note.slice(0, end + 1);
  const [origin = '', size = '', root = ''] = text.split('\n');
  const signatures = note
    .slice(end + 2)
    .split('\n')
    .flatMap((line) => signatureOf(line) ?? []);
  const digest = bytes(root);
  if (end < 0 || !/^(?:0|[1-9]\d*)$/.test(size) || digest?.length !== 32 || signatures.length === 0) return undefined;
  return { text, origin, size: Number(size), root: digest, signatures };
}

function signatureOf(line: string): Note['signatures'][number] | undefined {
  const [, name = '', encoded = ''] = /^— (\S+) (\S+)$/.exec(line) ?? [];
  const signed = bytes(encoded);
  if (signed === undefined || signed.length <= KEY_ID) return undefined;
  return { name, keyId: signed.slice(0, KEY_ID), signature: signed.slice(KEY_ID) };
}

/** Whether a note is signed with the private key that belongs to `verifierKey`. */
export function isSigned(note: Note, verifierKey: string): boolean {
  const known = parseVerifierKey(verifierKey);
  if (known === undefined || known.name !== note.origin) return false;
  const key = publicKey(known.key);
  const id = keyIdOf(known.name, known.key);
  return note.signatures.some(
    ({ name, keyId, signature }) =>
      name === known.name && same(keyId, id) && verify(null, bytesOf(note.text), key, signature),
  );
}

/** A public key in the C2SP format: name, key id and key, separated by plus signs. */
export function verifierKeyOf(origin: string, privateKey: string): string {
  const raw = rawKey(createPublicKey(createPrivateKey(privateKey)));
  return `${origin}+${hex(keyIdOf(origin, raw))}+${base64(joined(Uint8Array.of(ED25519), raw))}`;
}

function parseVerifierKey(text: string): { readonly name: string; readonly key: Digest } | undefined {
  const [name = '', , ...rest] = text.split('+');
  // Base64 may contain plus signs, too.
  const key = bytes(rest.join('+'));
  return key?.length === RAW_KEY + 1 && key[0] === ED25519 ? { name, key: key.slice(1) } : undefined;
}

function keyIdOf(name: string, key: Digest): Digest {
  const named = joined(bytesOf(`${name}\n`), Uint8Array.of(ED25519), key);
  return Uint8Array.from(hash('sha256', named, 'buffer').subarray(0, KEY_ID));
}

/** The 32 bytes of a public key. */
function rawKey(key: KeyObject): Digest {
  return bytes((key.export({ format: 'jwk' }).x ?? '').replaceAll('-', '+').replaceAll('_', '/')) ?? new Uint8Array();
}

function publicKey(raw: Digest): KeyObject {
  const x = base64(raw).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

function bytesOf(text: string): Digest {
  return new TextEncoder().encode(text);
}

function joined(...parts: readonly Digest[]): Digest {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function same(a: Digest, b: Digest): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function base64(digest: Digest): string {
  return btoa(String.fromCharCode(...digest));
}

function bytes(text: string): Digest | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
