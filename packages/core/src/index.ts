export { connect, type Connection, type ConnectOptions } from './connection.ts';
export type { CredentialInput } from './credential.ts';
export { read, type ReadOptions, type Slice } from './read.ts';
export { count, requestExport, show, type Subject } from './operations.ts';
export type { CallLimits } from './call.ts';
export type { Page } from './page.ts';
export { events, search, type EventStream, type SearchOptions, type SearchResult } from './search.ts';
export { parseInput, suggest } from './refuse.ts';
export { find } from './find.ts';
export { check, type Checkup } from './check.ts';
export { summarize, DIMENSIONS, SummaryInput, type Dimension, type Group, type Summary } from './summarize.ts';
export { trace, TraceInput, type Trace, type TraceLine } from './trace.ts';
export { REMARKS, type Remark } from './remarks.ts';
export type { Alias } from './aliases.ts';
export { follow, type FollowInput, type FollowOptions, type Followed } from './follow.ts';
export { Checkpoint } from './checkpoint.ts';
export { QueryInput } from './query.ts';
export type { Progress, QueryOptions } from './reading.ts';
export type { Histogram } from './histogram.ts';
export type { Coverage, Gap, GapReason } from './coverage.ts';
export { isTotalFailure, troublesOf, type Trouble } from './trouble.ts';
export { parseWindow, type Window, type WindowInput } from './window.ts';
export {
  ACTOR_KINDS,
  Actor,
  AuditEvent,
  Change,
  FLAGS,
  Impersonator,
  Target,
  VERBS,
  type ActorKind,
  type EventDraft,
  type Flag,
  type Verb,
} from './event.ts';
export { AuditError, ERROR_CODES, isAuditError, type ErrorCode, type Fault } from './errors.ts';
export type { HttpResponse, OutgoingRequest, Ports, Send, SendOptions, Tokens, TokenStore } from './ports.ts';
export { providers, type ProviderId } from './providers/index.ts';
export { locate as locateUid } from './identity.ts';
export { auditEventJsonSchema, gongCatalogueEntryJsonSchema } from './json-schema.ts';
export { redact } from './guard/redact.ts';
export { redactEvent } from './guard/redact-event.ts';
export { hasHidden, plain } from './guard/text.ts';
export { columns } from './format/columns.ts';
export { csv } from './format/csv.ts';
export { ndjson } from './format/ndjson.ts';
export type {
  Answer,
  Ask,
  AuthScheme,
  CredentialKind,
  Criteria,
  Filters,
  Headroom,
  HttpRequest,
  Limits,
  Log,
  Narrowed,
  OAuthScheme,
  Operation,
  OtherAnswer,
  PageAnswer,
  Provider,
  Site,
  Vocabulary,
} from './provider.ts';
