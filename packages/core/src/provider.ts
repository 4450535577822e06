import type * as z from 'zod';
import type { AuditEvent, EventDraft, Flag, Verb } from './event.ts';
import type { Fault } from './errors.ts';
import type { HttpResponse } from './ports.ts';
import type { Window } from './window.ts';

/**
 * A provider is data plus pure functions: `request` says what to ask, `answer` says what a response
 * means, `event` says what an entry means. It never sends, sleeps or reads a clock.
 */
export interface Provider {
  /** Lower-case letters and digits: it is the first part of every uid. */
  readonly id: string;
  readonly label: string;
  /** Where the vendor says what it does with personal data. Directories of extensions ask for it. */
  readonly privacyPolicy?: string;
  readonly site: Site;
  readonly logs: readonly [Log, ...Log[]];
  /** A log that the vendor has added since, by an explicit name; undefined for a name that is a typing error. */
  readonly otherLog?: (id: string) => Log | undefined;
  /** The ways to authenticate, the recommended one first. */
  readonly credentials: Readonly<Record<string, CredentialKind>>;
  /** Every filter that the vendor documents, by our name for it. `paging` marks what says how much comes at once. */
  readonly filters: z.ZodObject;
  readonly vocabulary: Vocabulary;
  readonly limits: Limits;
  /** What can be asked besides a list. */
  readonly operations: readonly Operation[];
  /** Which criteria the vendor can filter by, as native filters; everything else is filtered here. */
  readonly narrow?: (criteria: Criteria, log: string) => Narrowed;
  /**
   * Whether an event is what the native filters ask for, as the vendor would say. A store answers by it. Without it a
   * question with native filters goes to the vendor, whatever a store holds.
   */
  // Methods, because a provider is written for the filters of its own schema.
  matches?(this: void, filters: Filters, event: AuditEvent): boolean;
  request(this: void, ask: Ask): HttpRequest;
  readonly answer: (response: HttpResponse, ask: Ask) => Answer;
  /** What an entry means. Without `brief` everything that it tells. */
  readonly event: (entry: unknown, log: string, detail?: EventDetail) => EventDraft;
}

/** What the compiler knows of a provider that was written out: its id, its ways to authenticate, its filters. */
export type Declared<P extends Provider> = Omit<Provider, Literal> & Pick<P, Literal>;
type Literal = 'id' | 'credentials' | 'filters';

/** Writes a provider down. */
export function defineProvider<const P extends Provider>(provider: P): Declared<P> {
  return provider;
}

/** Where an account lives. */
export interface Site {
  readonly label: string;
  readonly help: string;
  /** Environment variables that hold what `locate` reads, the first that is set counts. */
  readonly env: readonly [string, ...string[]];
  readonly default?: string;
  /** From what a person typed to the base URL, without a trailing slash; throws `invalid_query`. */
  readonly locate: (typed: string) => { readonly baseUrl: string; readonly tenant: string };
}

/** Words of the vendor that are known to stand in entries, to ask with. All of these are open sets. */
export interface Vocabulary {
  readonly actions: readonly string[];
  readonly targets: readonly string[];
  /** Where the rest of the words can be found. */
  readonly note: string;
}

/** One log of a provider, as far as a reader has to know it. */
export interface Log {
  readonly id: string;
  readonly label: string;
  readonly holds: string;
  /** How long the vendor keeps entries; absent when it keeps them for good or does not say. */
  readonly retentionMs?: number;
  /** What is known about keeping, for people. */
  readonly kept: string;
  /** How old an entry must be before its window counts as settled. */
  readonly lagMs: number;
  /** How far back to read again for late entries. */
  readonly overlapMs: number;
  readonly order: 'newest' | 'oldest' | 'either' | 'unknown';
  /** How exactly the vendor dates entries. */
  readonly resolutionMs: number;
  /** A good length for a slice of a long window. */
  readonly sliceMs: number;
  /** So much of it that it is read only when it is named. */
  readonly heavy?: boolean;
  /** The documented shape of an entry. What does not fit becomes an event all the same, with a `parse` flag. */
  readonly entry: z.ZodType;
}

/** What the vendor takes: how much at once, how often, how far back. */
export interface Limits {
  readonly pageSize: number;
  readonly rate?: { readonly requests: number; readonly perMs: number };
  readonly requestsPerDay?: number;
  /** How many requests at once are good manners. */
  readonly concurrency: number;
  /** The longest window that one request may ask for. */
  readonly windowMs?: number;
}

/** What the user of a credential has to know. */
export interface CredentialWarning {
  readonly text: string;
  /** The day on which the vendor ends this way to authenticate, such as 2027-04-30. It is named in every answer then. */
  readonly ends?: string;
}

/** A way to authenticate. Fields of `schema` carry `title`, `description`, `secret` and `env` as metadata. */
export interface CredentialKind<Schema extends z.ZodObject = z.ZodObject> {
  readonly label: string;
  readonly help: string;
  readonly warning?: CredentialWarning;
  readonly schema: Schema;
  // A method, because a way to authenticate is written for the values of its own schema.
  scheme(this: void, values: z.output<Schema>, baseUrl: string): AuthScheme;
}

/** A way to authenticate as it is written: `scheme` gets the values that the schema has checked. */
export function defineCredential<Schema extends z.ZodObject>(kind: CredentialKind<Schema>): CredentialKind<Schema> {
  return kind;
}

/** How requests are authorised, as data. */
export type AuthScheme =
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string }
  /** Any other header, such as `X-Api-Key: …` or `Authorization: SSWS …`. */
  | { readonly kind: 'header'; readonly name: string; readonly value: string }
  | OAuthScheme;

/** How a vendor issues OAuth tokens. */
export interface OAuthScheme {
  readonly kind: 'oauth';
  readonly tokenUrl: string;
  readonly grant: 'client_credentials' | 'refresh_token';
  readonly clientId: string;
  /** For `private_key_jwt` its RSA private key, as PEM. */
  readonly clientSecret: string;
  /** Where the client proves itself: in a header, in the body, or by a signature (RFC 7523). */
  readonly clientAuth: 'basic' | 'body' | 'private_key_jwt';
  /** Names the key of `private_key_jwt` to the vendor. */
  readonly keyId?: string;
  readonly body: 'form' | 'json';
  readonly refreshToken?: string;
  readonly scope?: string;
  /** The base URL that a token reply assigns; throws when it names a host that must not get the token. */
  readonly baseUrl?: (reply: Readonly<Record<string, unknown>>) => string | undefined;
}

/** How much of an entry is wanted. */
export interface EventDetail {
  /** No message and no changes: enough to count by, and the dearest part of an event. */
  readonly brief?: boolean | undefined;
}

/** What a vendor can be asked to do. */
export type Operation = 'list' | 'count' | 'show' | 'export';

/** The parts of a query that some vendor may be able to filter by. */
export interface Criteria {
  readonly actor?: string | undefined;
  readonly verbs?: readonly Verb[] | undefined;
  readonly actions?: readonly string[] | undefined;
  readonly target?: string | undefined;
  readonly ip?: string | undefined;
}

/** What a caller wants the vendor to filter by, checked against the provider's schema. */
export type Filters = Readonly<Record<string, unknown>>;
/** The filters that a provider declares; any, where the compiler does not know the provider. */
export type FiltersOf<P extends Provider> = string extends P['id'] ? Filters : z.input<P['filters']>;

/**
 * What a provider took of the criteria. It may take only what its vendor finds in every place where we would: a filter that
 * looks at one target of an entry with several must not be taken, or the other targets are never found.
 */
export interface Narrowed {
  readonly filters: Filters;
  readonly took: readonly (keyof Criteria)[];
}

/** What to ask. `window` is what we want to hold; a provider asks for at least that, and the engine trims. */
export interface Ask<F = Filters> {
  readonly operation: Operation;
  readonly log: string;
  readonly window: Window;
  readonly filters: F;
  readonly order: 'newest' | 'oldest';
  readonly cursor?: string | undefined;
  /** For `show`. */
  readonly id?: string | undefined;
}

/** A request as a value: no host, no credential. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** A list of pairs, because a name may come twice. Values are encoded when the URL is built. */
  readonly query?: readonly (readonly [string, string])[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether sending it twice does no harm. */
  readonly replay: boolean;
}

/** What a vendor's answer means. The engine alone acts on these five words. */
export type Answer = (PageAnswer | OtherAnswer) & { readonly headroom?: Headroom };

/** A page of entries as the vendor sent them, and how to get the next. */
export interface PageAnswer {
  readonly kind: 'page';
  readonly entries: readonly unknown[];
  readonly cursor?: string;
  /** How many entries the vendor says there are for the whole question. */
  readonly total?: number;
  readonly requestId?: string;
  /** Flags for every event of the page. */
  readonly flags?: readonly Flag[];
  /** What the vendor or the provider wants a reader to know. */
  readonly notices?: readonly string[];
}

/** An answer that is no page: wait, renew, begin anew, or give up. */
export interface OtherAnswer {
  /**
   * `wait`: ask again, after `afterMs` if the vendor said so. `renew`: the credential is spent. `restart`: the
   * cursor is dead. `refuse`: nothing will help but a person.
   */
  readonly kind: 'wait' | 'renew' | 'restart' | 'refuse';
  readonly fault: Fault;
  readonly afterMs?: number;
}

/** What a vendor says about how much it will take. */
export interface Headroom {
  /** Requests per minute that the account may make. */
  readonly perMinute?: number;
  readonly remaining?: number;
  /** Milliseconds until the count starts anew. */
  readonly resetMs?: number;
  /** The same as a time, in epoch milliseconds, where the vendor says no more. */
  readonly resetAt?: number;
}
