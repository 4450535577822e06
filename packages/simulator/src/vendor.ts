import type { Clock } from './clock.ts';
import type { TrueTarget } from './named.ts';
import type { Stall } from './stall.ts';
import type { Setting, Switchboard } from './switches.ts';
import type { Incident } from './world/incident.ts';
import type { Item, SimulatedLog } from './world/log.ts';

/** A request as a vendor sees it. Header names are in lower case. */
export interface SimulatedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A vendor's response. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What happens to the connection instead of, or during, the response. */
  readonly effect?: 'reset' | 'drip' | Stall;
}

/** One vendor's API over its logs. */
export interface Vendor {
  readonly id: string;
  readonly switchboard: Switchboard;
  readonly logs: Readonly<Record<string, SimulatedLog>>;
  /** Valid values for every authentication method. */
  readonly credentials: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly trial: Trial;
  /** What a reviewer should find, by name; told only if the world asks for it. */
  readonly incidents?: Readonly<Record<string, Incident>>;
  /** The entry as the vendor sends it. */
  readonly entryOf: (log: string, item: Item) => unknown;
  /** The identity of an entry. Entries with the same key are one event. */
  readonly keyOf: (log: string, item: Item) => string;
  /** What the entry says was acted upon, read from its wire format. */
  readonly targetsOf: (entry: unknown) => readonly TrueTarget[];
  /** Entries of the log before this time have been dropped; absent if everything is kept. */
  readonly keptSince?: (log: string) => number;
  /** Whether this is a token request: those are not counted, limited or failed. */
  readonly isTokenRequest: (request: SimulatedRequest) => boolean;
  /** The response to a request over the limit; `underWay` is how many were in flight when it came, including itself. */
  readonly limit: (underWay: number) => Reply | undefined;
  readonly handle: (request: SimulatedRequest, number: number) => Reply;
  /** An error in the vendor's own format. */
  readonly failed: (status: number) => Reply;
  readonly tooMany: () => Reply;
  /** An error with this text, in the vendor's format or in that of its token endpoint. */
  readonly refused: (status: number, said: string, isTokenRequest: boolean) => Reply;
}

/** What it takes to try a vendor without knowing it. */
export interface Trial {
  /** A log that is not empty. */
  readonly log: string;
  /** An authentication method that needs no other request. */
  readonly credential: string;
  /** The switches that remove its rate limits. */
  readonly unlimited: Readonly<Record<string, Setting>>;
}

/** What a vendor is created from. */
export interface World {
  readonly clock: Clock;
  readonly seed: number;
  readonly count: number;
  readonly from: number;
  readonly to: number;
  /** Whether each incident happens once, in a company where little else is worth a look. */
  readonly calm: boolean;
  /** The vendor's base URL; known once its server listens. */
  readonly baseUrl: () => string;
}

/** The error format of token endpoints. */
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
