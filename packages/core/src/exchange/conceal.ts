import type { OpenFault } from '../errors.ts';
import { present } from '../json.ts';
import { mapText } from '../wording.ts';

/** Removes the credential from a text. */
export type Conceal = (text: string) => string;

/**
 * Fragments of a secret with at least this length are removed too. Shorter ones reveal nothing and occur in ordinary
 * words.
 */
const PIECE = 8;
/** Anything shorter is not treated as a secret: removing it would only mangle words. */
const SHORTEST = 4;
const MARKER = '[redacted:credential]';
/** The format of a vendor's request id. Anything else is dropped. */
const REQUEST_ID = /^[\w.:-]{1,128}$/;

/**
 * Removes a connection's own secrets from what others say: verbatim, in base64 (as in `Basic`, or inside something
 * longer), URL-encoded, in JSON, and fragments of all of these. Asks for the secrets every time, because tokens change.
 */
export function createConceal(secrets: () => readonly string[]): Conceal {
  let known: readonly string[] = [];
  let pieces: ReadonlySet<string> = new Set();
  return (text) => {
    const now = secrets();
    if (now.length !== known.length || now.some((secret, index) => secret !== known[index])) {
      known = [...now];
      pieces = new Set(known.filter(isLong).flatMap(formsOf).filter(isLong).flatMap(piecesOf));
    }
    return without(text, pieces);
  };
}

/** A fault that is safe to show, with the credential removed from every text. */
export function concealFault(fault: OpenFault, conceal: Conceal): OpenFault {
  const { message, hint, vendorSaid, requestId } = fault;
  return present({
    ...fault,
    message: mapText(message, conceal),
    hint: mapText(hint, conceal),
    vendorSaid: vendorSaid === undefined ? undefined : conceal(vendorSaid),
    requestId: showableId(requestId, conceal),
  });
}

/** A vendor's request id if it looks like one; anything else may be a secret. */
export function showableId(id: string | undefined, conceal: Conceal): string | undefined {
  return id !== undefined && REQUEST_ID.test(id) && conceal(id) === id ? id : undefined;
}

function without(text: string, pieces: ReadonlySet<string>): string {
  let clean = '';
  let done = 0;
  for (let start = 0; start < text.length; start += 1) {
    const end = endOfPiece(text, start, pieces);
    if (end <= done) continue;
    if (start >= done) clean += text.slice(done, start) + MARKER;
    done = end;
  }
  return clean + text.slice(done);
}

/** Where the longest fragment that starts here ends; 0 if none does. */
function endOfPiece(text: string, start: number, pieces: ReadonlySet<string>): number {
  for (let length = PIECE; length >= SHORTEST; length -= 1) {
    if (pieces.has(text.slice(start, start + length))) return start + length;
  }
  return 0;
}

/** All fragments of the minimum length; a short form only as a whole. */
function piecesOf(form: string): string[] {
  const last = Math.max(0, form.length - PIECE);
  return Array.from({ length: last + 1 }, (_, start) => form.slice(start, start + PIECE));
}

function formsOf(secret: string): string[] {
  const inUrl = encodeURIComponent(secret.toWellFormed());
  const inForm = new URLSearchParams([['', secret]]).toString().slice(1);
  const inBase64 = base64Forms(secret);
  return [
    secret,
    inUrl,
    inForm,
    lowerEscapes(inUrl),
    lowerEscapes(inForm),
    JSON.stringify(secret).slice(1, -1),
    ...inBase64,
    ...inBase64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    ...inBase64.map((form) => encodeURIComponent(form)),
  ];
}

function isLong({ length }: string): boolean {
  return length >= SHORTEST;
}

function lowerEscapes(encoded: string): string {
  return encoded.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
}

/** The secret in base64 at each of the three possible alignments, since any text may come before it. */
function base64Forms(secret: string): string[] {
  const bytes = Array.from(new TextEncoder().encode(secret), (byte) => String.fromCharCode(byte)).join('');
  return [0, 1, 2].map((before) => {
    const encoded = btoa('\0'.repeat(before) + bytes).replaceAll('=', '');
    // The first characters also encode what comes before the secret, and the last one what follows, so drop them.
    return encoded.slice(Math.ceil((before * 4) / 3), (before + bytes.length) % 3 === 0 ? undefined : -1);
  });
}
