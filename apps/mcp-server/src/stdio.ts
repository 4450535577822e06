import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { recordRefused } from './record.ts';
import { isUnknownTool, refusalOf, refusalUnread } from './refused-message.ts';
import { serverFactory } from './server.ts';
import type { Service } from './service.ts';
import { toolsOf } from './tools/index.ts';

/** Speaks MCP over stdin and stdout until the client closes them. */
export async function runStdio(service: Service): Promise<void> {
  const onerror = (error: Error): void => service.log.warn('A message could not be handled', { error: error.message });
  const messages = Readable.from(answerable(process.stdin, service), { objectMode: false });
  const handle = serveStdio(serverFactory(service), { onerror, transport: new StdioServerTransport(messages) });
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  messages.once('end', end);
  messages.once('close', end);
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  await ended;
  await handle.close();
  // A client may leave its end open, so stop reading to let the process exit.
  process.stdin.destroy();
}

/** Lines that the SDK handles. It silently drops the others, so they are answered here. */
async function* answerable(input: NodeJS.ReadableStream, service: Service): AsyncGenerator<string, void, undefined> {
  const names = new Set(toolsOf(service).map(({ name }) => name));
  const refused = (outcome: string, bytes: number): void =>
    recordRefused(service, { subject: 'stdio', outcome, bytes, began: Date.now() });
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    const unread = refusalUnread(line);
    const message = unread === undefined ? parse(line) : undefined;
    const refusal = unread ?? refusalOf(message);
    if (refusal === undefined) {
      if (isUnknownTool(message, names)) refused('not_found', 0);
      yield `${line}\n`;
    } else {
      const text = JSON.stringify(refusal);
      refused('invalid_query', Buffer.byteLength(text));
      process.stdout.write(`${text}\n`);
    }
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
