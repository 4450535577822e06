import type { IncomingMessage } from 'node:http';
import { INVALID_REQUEST, PARSE_ERROR, refusal, refusalOf, refusalUnread, type Refusal } from '../refused-message.ts';

const FAR_TOO_LONG = 4;

/** A body that is not a valid message, and how to respond. */
export class BadMessage {
  readonly status: number;
  readonly body: Refusal;

  constructor(status: number, body: Refusal) {
    this.status = status;
    this.body = body;
  }
}

/**
 * Reads the message of a request, once. If the SDK read it, the body would lose the link to its connection, and a call
 * would continue after its client has gone. Returns undefined if there is no JSON, which the SDK handles.
 */
export async function readMessage(request: IncomingMessage, most: number): Promise<unknown> {
  if (request.method !== 'POST' || !/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    return undefined;
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    // Read and discard a little more, because a client that is cut off never sees the response.
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
  const unread = refusalUnread(body);
  if (unread !== undefined) return new BadMessage(400, unread);
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch {
    return new BadMessage(400, refusal(null, PARSE_ERROR, 'The body is not JSON'));
  }
  const refused = refusalOf(message);
  // A message with an id is a request, so the error is an ordinary JSON-RPC response.
  return refused === undefined ? message : new BadMessage(refused.id === null ? 400 : 200, refused);
}
