import type { Socket } from 'node:net';

/** The ways in which a response never ends. */
export const STALLS = ['silent', 'body', 'headers', 'informational'] as const;
export type Stall = (typeof STALLS)[number];

interface Bytes {
  readonly first: string;
  /** What is sent repeatedly, so that the connection never looks idle. */
  readonly again: string;
}

const BYTES: Readonly<Record<Stall, Bytes>> = {
  silent: { first: '', again: '' },
  body: {
    first: 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
    again: '1\r\n \r\n',
  },
  headers: { first: 'HTTP/1.1 200 OK\r\n', again: 'x-more: 1\r\n' },
  informational: { first: '', again: 'HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n' },
};

const EVERY_MS = 100;

/** Keeps the client waiting until it hangs up. */
export function stall(socket: Socket, kind: Stall): void {
  const { first, again } = BYTES[kind];
  socket.write(first);
  const timer = setInterval(() => socket.write(again), EVERY_MS);
  socket.once('close', () => clearInterval(timer));
}

export function isStall(text: string): text is Stall {
  return STALLS.some((kind) => kind === text);
}
