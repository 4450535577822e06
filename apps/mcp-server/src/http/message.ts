import type { IncomingMessage } from 'node:http';
import { INVALID_REQUEST, PARSE_ERROR, refusal, refusalOf, type Refusal } from '../refused-message.ts';

const FAR_TOO_LONG = 4;

/** A body that is no message, and what to answer. */
export class BadMessage {
  readonly status: number;
  readonly body: Refusal;

  constructor(status: number, body: Refusal) {
    this.status = status;
    this.body = body;
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
  if (size > most) {
    return new BadMessage(413, refusal(null, INVALID_REQUEST, `The message is longer than ${most} bytes`));
  }
  return answerable(Buffer.concat(pieces).toString('utf8'));
}

function answerable(body: string): unknown {
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch {
    return new BadMessage(400, refusal(null, PARSE_ERROR, 'The body is not JSON'));
  }
  const refused = refusalOf(message);
  // What has an id is a request, and is answered as every request is.
  return refused === undefined ? message : new BadMessage(refused.id === null ? 400 : 200, refused);
}
