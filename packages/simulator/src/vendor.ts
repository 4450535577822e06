import type { Clock } from './clock.ts';
import type { TrueTarget } from './named.ts';
import type { Stall } from './stall.ts';
import type { Setting, Switchboard } from './switches.ts';
import type { Item, SimulatedLog } from './world/log.ts';

/** A request as a vendor sees it. Header names are lower case. */
export interface SimulatedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a vendor answers. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What happens to the connection instead of, or while, answering. */
  readonly effect?: 'reset' | 'drip' | Stall;
}

/** One vendor's API over its logs. */
export interface Vendor {
  readonly id: string;
  readonly switchboard: Switchboard;
  readonly logs: Readonly<Record<string, SimulatedLog>>;
  /** Ready-made values for every way to authenticate. */
  readonly credentials: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly trial: Trial;
  /** The entry as the vendor sends it. */
  readonly entryOf: (log: string, item: Item) => unknown;
  /** What tells entries apart. Entries with the same key are one event. */
  readonly keyOf: (log: string, item: Item) => string;
  /** What the entry says was acted upon, read from its wire shape. */
  readonly targetsOf: (entry: unknown) => readonly TrueTarget[];
  /** Entries of the log before this time have been dropped; absent where everything is kept. */
  readonly keptSince?: (log: string) => number;
  /** Whether the request is one for tokens: those are not counted, limited or failed. */
  readonly isTokenRequest: (request: SimulatedRequest) => boolean;
  /** The answer to a request that is one too many; `underWay` were there when it came, itself included. */
  readonly limit: (underWay: number) => Reply | undefined;
  readonly handle: (request: SimulatedRequest, number: number) => Reply;
  /** A failure in the vendor's own words. */
  readonly failed: (status: number) => Reply;
  readonly tooMany: () => Reply;
  /** A refusal that says this, in the vendor's own shape or in that of its token endpoint. */
  readonly refused: (status: number, said: string, isTokenRequest: boolean) => Reply;
}

/** What it takes to try a vendor without knowing it. */
export interface Trial {
  /** A log that holds something. */
  readonly log: string;
  /** A way to authenticate that needs no other request. */
  readonly credential: string;
  /** The switches that lift its limits on requests. */
  readonly unlimited: Readonly<Record<string, Setting>>;
}

/** What a vendor is made from. */
export interface World {
  readonly clock: Clock;
  readonly seed: number;
  readonly count: number;
  readonly from: number;
  readonly to: number;
  /** Where the vendor is reached; known once its server listens. */
  readonly baseUrl: () => string;
}

/** How token endpoints refuse. */
export function tokenRefusal(status: number, error: string): Reply {
  return jsonReply(status, { error, error_description: error });
}

export function jsonReply(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

export function htmlReply(status: number, title: string): Reply {
  const body = `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return { status, headers: { 'content-type': 'text/html' }, body };
}

export function textReply(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { 'content-type': 'text/plain', ...headers }, body };
}
