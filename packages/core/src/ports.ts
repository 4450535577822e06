/** A request as it goes on the wire, credentials included. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A vendor's answer. Header names are lower case; the body is text, whatever it holds. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How long to wait for an answer, and how much of it to take. */
export interface SendOptions {
  /** Ends the exchange: at the caller's wish, at its deadline, or when it has lasted too long. */
  readonly signal?: AbortSignal | undefined;
  /** A host stops reading a body that grows past this and throws; the core checks again. */
  readonly maxBytes: number;
}

/** One HTTP exchange. Resolves for every status, throws when there was no answer. Never follows a redirect. */
export type Send = (request: OutgoingRequest, options: SendOptions) => Promise<HttpResponse>;

/** Tokens of an OAuth connection, as kept between runs. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** Epoch milliseconds; absent when the vendor did not say. */
  readonly expiresAt?: number;
  /** The base URL that the vendor assigned with the tokens. */
  readonly baseUrl?: string;
  /** Fingerprint of the configured credential they stem from, so that a new one replaces them. */
  readonly origin: string;
}

/** Where rotating tokens live. With `lock`, also safe between processes. */
export interface TokenStore {
  readonly load: (key: string) => Promise<Tokens | undefined>;
  readonly save: (key: string, tokens: Tokens) => Promise<void>;
  readonly lock?: <T>(key: string, work: () => Promise<T>) => Promise<T>;
}

/** All that a host lends the core. */
export interface Ports {
  readonly send: Send;
  /** Rejects with the signal's reason when it aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** A signal that aborts once so many milliseconds have passed, a whole number. Nothing is kept running for it. */
  readonly timeout: (ms: number) => AbortSignal;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** From 0 up to but not including 1. */
  readonly random: () => number;
  readonly tokens?: TokenStore;
  /** Told of a defect of ours by which an answer lacks a log: for the log of whoever runs this, never for who asked. */
  readonly defect?: (thrown: unknown) => void;
}
