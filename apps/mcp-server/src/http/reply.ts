import type { ServerResponse } from 'node:http';
import type { Refuse } from './refusals.ts';

export function send(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
}

/** The response to a rejected call. */
interface Reply {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Rejects a call, and records it. */
export function refuse(response: ServerResponse, { status, body, headers }: Reply, refused: Refuse): void {
  refused(status, Buffer.byteLength(JSON.stringify(body)));
  send(response, status, body, headers);
}

/** The same with a ready-made response. */
export async function pass(refusal: Response, response: ServerResponse, refused: Refuse): Promise<void> {
  const text = await refusal.text();
  refused(refusal.status, Buffer.byteLength(text));
  response.writeHead(refusal.status, Object.fromEntries(refusal.headers));
  response.end(text);
}
