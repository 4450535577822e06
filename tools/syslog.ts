import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A message as RFC 5424 writes it: a priority, a version, a time, five more fields, structured data, and a text. */
const MESSAGE =
  /^<(?<priority>\d{1,3})>1 (?<time>\S+) (?<host>\S+) (?<program>\S+) (?<process>\S+) (?<id>\S{1,32}) (?:-|\[.*?\]) (?<text>.*)$/s;

export interface SyslogMessage {
  readonly priority: string;
  readonly time: string;
  readonly host: string;
  readonly program: string;
  readonly id: string;
  readonly text: string;
}

export interface SyslogServer {
  readonly port: number;
  /** What has come so far. Throws if anything of it is no message. */
  readonly messages: () => SyslogMessage[];
  readonly close: () => Promise<void>;
}

/** A syslog server on the loopback that takes messages over TCP, each behind its length in bytes (RFC 6587, 3.4.1). */
export async function syslog(): Promise<SyslogServer> {
  const streams: Buffer[][] = [];
  const server = createServer((socket) => {
    const chunks: Buffer[] = [];
    streams.push(chunks);
    socket.on('data', (chunk) => chunks.push(chunk));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    messages: () => streams.flatMap((chunks) => messagesOf(Buffer.concat(chunks))),
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

function messagesOf(stream: Buffer): SyslogMessage[] {
  const messages: SyslogMessage[] = [];
  for (let rest = stream; rest.length > 0;) {
    const gap = rest.indexOf(' ');
    const end = gap + 1 + Number(rest.subarray(0, gap).toString());
    const message = rest.subarray(gap + 1, end).toString();
    const { groups } = MESSAGE.exec(message) ?? {};
    if (groups === undefined || !(end <= rest.length)) throw new Error(`No message: ${message.slice(0, 200)}`);
    messages.push(groups as unknown as SyslogMessage);
    rest = rest.subarray(end);
  }
  return messages;
}
