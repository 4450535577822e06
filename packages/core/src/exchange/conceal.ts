import type { OpenFault } from '../errors.ts';
import { present } from '../json.ts';
import { mapText } from '../wording.ts';

/** The text without the credential in it. */
export type Conceal = (text: string) => string;

/** A piece of a secret as long as this is cut out as well; what is shorter gives nothing away, and stands in many words. */
const PIECE = 8;
/** A shorter secret than this is no secret: cutting it out would only tear words apart. */
const SHORTEST = 4;
const MARKER = '[redacted:credential]';
/** A request id of a vendor. Whatever else stands in its place is not one. */
const REQUEST_ID = /^[\w.:-]{1,128}$/;

/**
 * Cuts a connection's own secrets out of what others say, as they are and as they travel: in base64 (in `Basic`, or in
 * the midst of something longer), in a URL, in JSON, and pieces of all of these. The secrets are asked for each time,
 * because tokens change.
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

/** The fault as it may be shown: no text in it holds the credential. */
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

/** A vendor's request id if it can be one; nothing else stands in its place. */
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

/** Where the longest piece that begins here ends; 0 when none does. */
function endOfPiece(text: string, start: number, pieces: ReadonlySet<string>): number {
  for (let length = PIECE; length >= SHORTEST; length -= 1) {
    if (pieces.has(text.slice(start, start + length))) return start + length;
  }
  return 0;
}

/** All pieces of the length that counts; of a short form only the whole. */
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

/** What is left of the secret in base64, whatever stands before it: of three bytes each begins differently. */
function base64Forms(secret: string): string[] {
  const bytes = Array.from(new TextEncoder().encode(secret), (byte) => String.fromCharCode(byte)).join('');
  return [0, 1, 2].map((before) => {
    const encoded = btoa('\0'.repeat(before) + bytes).replaceAll('=', '');
    // The first characters mix the secret with what stands before it; the last one with what follows.
    return encoded.slice(Math.ceil((before * 4) / 3), (before + bytes.length) % 3 === 0 ? undefined : -1);
  });
}
