import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { refusalOf } from './refused-message.ts';
import { serverFactory } from './server.ts';
import type { Service } from './service.ts';

/** Speaks MCP over stdin and stdout until the client closes them. */
export async function runStdio(service: Service): Promise<void> {
  const onerror = (error: Error): void => service.log.warn('A message could not be handled', { error: error.message });
  const messages = Readable.from(answerable(process.stdin), { objectMode: false });
  const handle = serveStdio(serverFactory(service), { onerror, transport: new StdioServerTransport(messages) });
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  messages.once('end', end);
  messages.once('close', end);
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  await ended;
  await handle.close();
  // A client may leave its end open: nothing more is read, and the process ends.
  process.stdin.destroy();
}

/** The lines that the SDK answers. It drops the others without a word, so they are answered here. */
async function* answerable(input: NodeJS.ReadableStream): AsyncGenerator<string, void, undefined> {
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    const refusal = refusalOf(parse(line));
    if (refusal === undefined) yield `${line}\n`;
    else process.stdout.write(`${JSON.stringify(refusal)}\n`);
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
