import type { IncomingMessage } from 'node:http';

const FAR_TOO_LONG = 4;

/** A body that is no message, and what to answer. */
export class BadMessage {
  readonly status: number;
  readonly body: object;

  constructor(status: number, code: number, message: string) {
    this.status = status;
    this.body = { jsonrpc: '2.0', id: null, error: { code, message } };
  }
}

/**
 * The message of a request, read here and once: a body that the SDK reads loses the link to its connection, and a call
 * whose client has gone would go on. Undefined where there is no JSON to be read, which the SDK answers.
 */
export async function readMessage(request: IncomingMessage, most: number): Promise<unknown> {
  if (request.method !== 'POST' || !/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    return undefined;
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    // A little more is read and forgotten, because a client that is cut off does not hear why.
    if (size > FAR_TOO_LONG * most) request.destroy();
    if (size <= most) pieces.push(piece);
    else pieces.length = 0;
  }
  if (size > most) return new BadMessage(413, -32_600, `The message is longer than ${most} bytes`);
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8')) as unknown;
  } catch {
    return new BadMessage(400, -32_700, 'The body is not JSON');
  }
}
