import type * as z from 'zod';
import type { AuditEvent, EventDraft, Flag, Verb } from './event.ts';
import type { Fault } from './errors.ts';
import type { HttpResponse } from './ports.ts';
import type { Window } from './window.ts';

/**
 * A provider is data plus pure functions: `request` builds a request, `answer` interprets a response, and `event`
 * normalises an entry. It never sends, sleeps or reads a clock.
 */
export interface Provider {
  /** Lower-case letters and digits, because it is the first part of every uid. */
  readonly id: string;
  readonly label: string;
  /** Where the vendor says what it does with personal data. Directories of extensions ask for it. */
  readonly privacyPolicy?: string;
  readonly site: Site;
  readonly logs: readonly [Log, ...Log[]];
  /** A log that the vendor has added since, by its exact name; undefined for a name that looks like a typo. */
  readonly otherLog?: (id: string) => Log | undefined;
  /** Authentication methods, the recommended one first. */
  readonly credentials: Readonly<Record<string, CredentialKind>>;
  /**
   * Every filter that the vendor documents, under our name for it. `paging` marks parameters that set the page size.
   */
  readonly filters: z.ZodObject;
  readonly vocabulary: Vocabulary;
  readonly limits: Limits;
  /** What the vendor can do besides listing. */
  readonly operations: readonly Operation[];
  /**
   * Translates criteria to native filters, where the vendor can filter by them; everything else is filtered locally.
   */
  readonly narrow?: (criteria: Criteria, log: string) => Narrowed;
  /**
   * Whether an event matches native filters, as the vendor would evaluate them. Stores need it to answer; without it, a
   * query with native filters always goes to the vendor.
   */
  // Methods instead of properties, because a provider's parameters are narrower: they follow its own schema.
  matches?(this: void, filters: Filters, event: AuditEvent): boolean;
  request(this: void, ask: Ask): HttpRequest;
  readonly answer: (response: HttpResponse, ask: Ask) => Answer;
  /** Normalises an entry; in full unless `brief` is set. */
  readonly event: (entry: unknown, log: string, detail?: EventDetail) => EventDraft;
}

/** What the compiler knows about a specific provider: its id, credentials and filters. */
export type Declared<P extends Provider> = Omit<Provider, Literal> & Pick<P, Literal>;
type Literal = 'id' | 'credentials' | 'filters';

/** Declares a provider and keeps its literal types. */
export function defineProvider<const P extends Provider>(provider: P): Declared<P> {
  return provider;
}

/** Where an account is hosted. */
export interface Site {
  readonly label: string;
  readonly help: string;
  /** Environment variables with the input of `locate`; the first that is set counts. */
  readonly env: readonly [string, ...string[]];
  readonly default?: string;
  /** Converts what a person typed to a base URL without a trailing slash; throws `invalid_query`. */
  readonly locate: (typed: string) => { readonly baseUrl: string; readonly tenant: string };
}

/** Vendor terms that are known to occur in entries and can be used in queries. All of these lists are open. */
export interface Vocabulary {
  readonly actions: readonly string[];
  readonly targets: readonly string[];
  /** Where to find the rest of the terms. */
  readonly note: string;
}

/** What entries of a log may be without. */
export type Attribute =
  | 'ids of actors'
  | 'e-mail addresses'
  | 'names of actors'
  | 'impersonators'
  | 'IP addresses'
  | 'names of targets';

/** One log of a provider. */
export interface Log extends Kinds {
  readonly id: string;
  readonly label: string;
  readonly holds: string;
  /** How long the vendor keeps entries; absent if it keeps them forever or does not say. */
  readonly retentionMs?: number;
  /** What is known about retention, for people. */
  readonly kept: string;
  /** How old an entry must be before its window counts as settled. */
  readonly lagMs: number;
  /** How far back to read again for late entries. */
  readonly overlapMs: number;
  readonly order: 'newest' | 'oldest' | 'either' | 'unknown';
  /** The precision of the vendor's timestamps. */
  readonly resolutionMs: number;
  /** A good length for a slice of a long window. */
  readonly sliceMs: number;
  /** Too large to read by default: it is only read if a query names it. */
  readonly heavy?: boolean;
  /**
   * What no entry has, by the documented format. A filter by it can find nothing, which is no proof that nothing
   * happened.
   */
  readonly lacks?: readonly Attribute[];
  /** The documented schema of an entry. An entry that does not match still becomes an event, with the flag `parse`. */
  readonly entry: z.ZodType;
}

/** What the entries of a log can be; anything, where it is not declared. */
export interface Kinds {
  readonly verbs?: readonly Verb[];
  readonly actions?: readonly string[];
  /** Besides those that entries of any log may have. */
  readonly flags?: readonly Flag[];
}

/** The vendor's limits: page size, rate, quota, window. */
export interface Limits {
  readonly pageSize: number;
  readonly rate?: { readonly requests: number; readonly perMs: number };
  readonly requestsPerDay?: number;
  /** How many concurrent requests are acceptable. */
  readonly concurrency: number;
  /** The longest window of one request. */
  readonly windowMs?: number;
}

/** What the user should know about a credential. */
export interface CredentialWarning {
  readonly text: string;
  /** The day on which the vendor ends this authentication method, such as 2027-04-30. Answers mention it. */
  readonly ends?: string;
}

/** An authentication method. Fields of `schema` carry `title`, `description`, `secret` and `env` as metadata. */
export interface CredentialKind<Schema extends z.ZodObject = z.ZodObject> {
  readonly label: string;
  readonly help: string;
  readonly warning?: CredentialWarning;
  readonly schema: Schema;
  // A method instead of a property, because its parameter follows the schema.
  scheme(this: void, values: z.output<Schema>, baseUrl: string): AuthScheme;
}

/** Declares an authentication method: `scheme` receives the values that the schema has validated. */
export function defineCredential<Schema extends z.ZodObject>(kind: CredentialKind<Schema>): CredentialKind<Schema> {
  return kind;
}

/** How requests are authenticated, as data. */
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
  /** For `private_key_jwt`, the RSA private key in PEM format. */
  readonly clientSecret: string;
  /** How the client authenticates: in a header, in the body, or with a signature (RFC 7523). */
  readonly clientAuth: 'basic' | 'body' | 'private_key_jwt';
  /** The key id for `private_key_jwt`. */
  readonly keyId?: string;
  readonly body: 'form' | 'json';
  readonly refreshToken?: string;
  readonly scope?: string;
  /** The base URL that a token response assigns; throws if it names a host that must not receive the token. */
  readonly baseUrl?: (reply: Readonly<Record<string, unknown>>) => string | undefined;
}

/** How much detail of an entry is needed. */
export interface EventDetail {
  /** Without message and changes, the most expensive part of an event. Enough for counting. */
  readonly brief?: boolean | undefined;
}

/** What a vendor can be asked to do. */
export type Operation = 'list' | 'count' | 'show' | 'export';

/** The criteria of a query that some vendors can filter by. */
export interface Criteria {
  readonly actor?: string | undefined;
  readonly verbs?: readonly Verb[] | undefined;
  readonly actions?: readonly string[] | undefined;
  readonly target?: string | undefined;
  readonly ip?: string | undefined;
}

/** Native filters, validated against the provider's schema. */
export type Filters = Readonly<Record<string, unknown>>;
/** The filters that a provider declares; any filters if the compiler does not know the provider. */
export type FiltersOf<P extends Provider> = string extends P['id'] ? Filters : z.input<P['filters']>;

/**
 * The criteria that a provider pushes down to its vendor. It may only take a criterion if the vendor finds every match
 * that we would find. For example, a filter that compares one target of an entry with several would miss the other
 * targets.
 */
export interface Narrowed {
  readonly filters: Filters;
  readonly took: readonly (keyof Criteria)[];
}

/** What to request. `window` is what we need; a provider requests at least that, and the engine trims the rest. */
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

/** A request without host and credential. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** A list of pairs, because a name may occur twice. Values are encoded when the URL is built. */
  readonly query?: readonly (readonly [string, string])[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether sending it twice is safe, that is, idempotent. */
  readonly replay: boolean;
}

/** What a response means. Only the engine acts on these five kinds. */
export type Answer = (PageAnswer | OtherAnswer) & { readonly headroom?: Headroom };

/** A page of entries as the vendor sent them, and how to get the next. */
export interface PageAnswer {
  readonly kind: 'page';
  readonly entries: readonly unknown[];
  readonly cursor?: string;
  /** How many entries the vendor says there are in total. */
  readonly total?: number;
  readonly requestId?: string;
  /** Flags for every event of the page. */
  readonly flags?: readonly Flag[];
  /** What the vendor or the provider wants a reader to know. */
  readonly notices?: readonly string[];
}

/** A response that is not a page: wait, renew, restart or refuse. */
export interface OtherAnswer {
  /**
   * `wait`: retry, after `afterMs` if the vendor gave a time. `renew`: the credential has expired. `restart`: the
   * cursor has expired. `refuse`: only a person can help.
   */
  readonly kind: 'wait' | 'renew' | 'restart' | 'refuse';
  readonly fault: Fault;
  readonly afterMs?: number;
}

/** What a vendor says about its rate limit. */
export interface Headroom {
  /** Requests per minute that the account may make. */
  readonly perMinute?: number;
  readonly remaining?: number;
  /** Milliseconds until the limit resets. */
  readonly resetMs?: number;
  /** The reset as a time in epoch milliseconds, if the vendor gives it that way. */
  readonly resetAt?: number;
}
