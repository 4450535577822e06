import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { serverFactory } from './server.ts';
import type { Service } from './service.ts';

/** Speaks MCP over stdin and stdout until the client closes them. */
export async function runStdio(service: Service): Promise<void> {
  const onerror = (error: Error): void => service.log.warn('A message could not be handled', { error: error.message });
  const handle = serveStdio(serverFactory(service), { onerror });
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  process.stdin.once('end', end);
  process.stdin.once('close', end);
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  await ended;
  await handle.close();
}
