import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isSigned, parseNote, signNote, verifierKeyOf, type Note } from '../../src/ledger/note.ts';
import { leafHash } from '../../src/ledger/tree.ts';

const key = (): string => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const HEAD = { origin: 'trailhound/th-1', size: 7, root: leafHash('all') };
const KEY = key();

function read(text: string): Note {
  const note = parseNote(text);
  if (note === undefined) throw new Error(`no note: ${text}`);
  return note;
}

describe('A signed checkpoint', () => {
  test('has the C2SP format', () => {
    const [origin, size, root, blank, signature, end] = signNote(HEAD, KEY).split('\n');
    expect([origin, size, blank, end]).toEqual([HEAD.origin, '7', '', '']);
    expect(Buffer.from(root ?? '', 'base64')).toEqual(HEAD.root);
    expect(signature).toMatch(/^— trailhound\/th-1 [\w+/]+=*$/);
    const signed = Buffer.from(signature?.split(' ')[2] ?? '', 'base64').subarray(4);
    expect(verify(null, Buffer.from(`${origin}\n7\n${root}\n`), createPublicKey(KEY), signed)).toBe(true);
  });

  test('parses, and its signature verifies with its key', () => {
    const note = read(signNote(HEAD, KEY));
    expect({ origin: note.origin, size: note.size, root: Buffer.from(note.root) }).toEqual(HEAD);
    expect(isSigned(note, verifierKeyOf(HEAD.origin, KEY))).toBe(true);
  });

  test('is rejected with another key, another name, or another text', () => {
    const text = signNote(HEAD, KEY);
    expect(isSigned(read(text), verifierKeyOf(HEAD.origin, key()))).toBe(false);
    expect(isSigned(read(text), verifierKeyOf('trailhound/th-2', KEY))).toBe(false);
    expect(isSigned(read(text.replace('\n7\n', '\n8\n')), verifierKeyOf(HEAD.origin, KEY))).toBe(false);
    expect(isSigned(read(text), 'nonsense')).toBe(false);
  });

  test.each(['', 'a\n1\n', 'a\n-1\nAA==\n\n— a AA==\n', 'a\n1\nAA==\n\n— a AAAAAAAA\n', 'no note at all\n\n'])(
    'is not parsed from %j',
    (text) => expect(parseNote(text)).toBeUndefined(),
  );
});
