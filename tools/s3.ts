import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { listen, type Answer, type Receiver } from './receivers.ts';

/** The names of the credential are those of n8n. */
export const S3_KEY = {
  accessKeyId: 'AKIAEXAMPLE',
  secretAccessKey: 'for-tests-only',
  region: 'eu-central-1',
} as const;

const SIGNED =
  /^AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)\/(?<scope>[^,]+), ?SignedHeaders=(?<headers>[^,]+), ?Signature=(?<signature>[\da-f]{64})$/;

/** An S3-compatible server with one bucket, which takes nothing without a valid Signature Version 4. */
export async function s3(bucket: string): Promise<Receiver<Map<string, Buffer>>> {
  const received = new Map<string, Buffer>();
  const receiver = await listen((request, body) => {
    if (!isSigned(request, body)) return refusal(403, 'SignatureDoesNotMatch');
    const { pathname, searchParams } = addressOf(request);
    const [name, ...key] = decodeURIComponent(pathname).slice(1).split('/');
    if (name !== bucket) return refusal(404, 'NoSuchBucket');
    if (searchParams.has('location')) {
      return { status: 200, body: `<LocationConstraint>${S3_KEY.region}</LocationConstraint>` };
    }
    if (request.method !== 'PUT') return refusal(405, 'MethodNotAllowed');
    const { 'content-md5': sum = '' } = request.headers;
    if (sum !== createHash('md5').update(body).digest('base64')) return refusal(400, 'BadDigest');
    received.set(key.join('/'), body);
    return { status: 200, body: '' };
  });
  return { ...receiver, received };
}

function refusal(status: number, code: string): Answer {
  return { status, body: `<Error><Code>${code}</Code></Error>` };
}

function addressOf(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', 'http://s3.example.com');
}

function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const { key, scope = '', headers = '', signature } = SIGNED.exec(request.headers.authorization ?? '')?.groups ?? {};
  const { 'x-amz-date': date = '', 'x-amz-content-sha256': content = '' } = request.headers;
  if (content !== sha256(body)) return false;
  const told = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical(request, headers, content))].join('\n');
  const derived = scope.split('/').reduce<Buffer | string>(hmac, `AWS4${S3_KEY.secretAccessKey}`);
  return key === S3_KEY.accessKeyId && signature === hmac(derived, told).toString('hex');
}

/** The request in the one form that both sides sign. */
function canonical(request: IncomingMessage, signed: string, content: string): string {
  const { pathname, searchParams } = addressOf(request);
  const query = [...searchParams].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).toSorted();
  const headers = signed.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const path = pathname.split('/').map((part) => encoded(decodeURIComponent(part)));
  return [request.method, path.join('/'), query.join('&'), headers.join(''), signed, content].join('\n');
}

function encoded(text: string): string {
  const escaped = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, escaped);
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}
