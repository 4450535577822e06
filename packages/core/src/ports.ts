/** A complete HTTP request, including credentials. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A vendor's response. Header names are in lower case; the body is text, whatever it contains. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How long to wait for a response, and how much of it to accept. */
export interface SendOptions {
  /** Aborts the exchange: because the caller cancels, at the deadline, or when it takes too long. */
  readonly signal?: AbortSignal | undefined;
  /** A host stops reading and throws when the body exceeds this; the core checks again. */
  readonly maxBytes: number;
}

/** Performs one HTTP exchange. Resolves for every status, throws if there is no response. Never follows a redirect. */
export type Send = (request: OutgoingRequest, options: SendOptions) => Promise<HttpResponse>;

/** OAuth tokens of a connection, as stored between runs. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** Epoch milliseconds; absent if the vendor did not say. */
  readonly expiresAt?: number;
  /** The base URL that the vendor assigned with the tokens. */
  readonly baseUrl?: string;
  /** A digest of the configured credential that they were issued for, so that a new credential replaces them. */
  readonly origin: string;
}

/** Stores rotating tokens. With `lock`, safe across processes too. */
export interface TokenStore {
  readonly load: (key: string) => Promise<Tokens | undefined>;
  readonly save: (key: string, tokens: Tokens) => Promise<void>;
  readonly lock?: <T>(key: string, work: () => Promise<T>) => Promise<T>;
}

/** Everything the core needs from a host. */
export interface Ports {
  readonly send: Send;
  /** Rejects with the signal's reason when it aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Returns a signal that aborts after a whole number of milliseconds. Must not keep the process alive. */
  readonly timeout: (ms: number) => AbortSignal;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A random number in [0, 1). */
  readonly random: () => number;
  readonly tokens?: TokenStore | undefined;
  /**
   * Called when a defect of ours leaves a log out of an answer. Meant for the operator's log, never for whoever asked.
   */
  readonly defect?: ((thrown: unknown) => void) | undefined;
}
