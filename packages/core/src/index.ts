export { connect, type Connection, type ConnectOptions } from './exchange/connection.ts';
export type { CredentialInput } from './exchange/credential.ts';
export { read, type ReadOptions, type Slice } from './reading/read.ts';
export { count, requestExport, show, type Subject } from './reading/operations.ts';
export type { CallLimits } from './exchange/call.ts';
export type { Page } from './reading/page.ts';
export { events, search, type EventStream, type SearchOptions, type SearchResult } from './questions/search.ts';
export { parseInput, suggest } from './refuse.ts';
export { find } from './questions/find.ts';
export { check, type Checkup } from './questions/check.ts';
export {
  summarize,
  DIMENSIONS,
  SummaryInput,
  type DescribedSummary,
  type Dimension,
  type Group,
  type Summary,
} from './questions/summarize.ts';
export { trace, TraceInput, type DescribedTrace, type Trace, type TraceLine } from './questions/trace.ts';
export { REMARKS, type Remark } from './questions/remarks.ts';
export type { Alias } from './questions/aliases.ts';
export { follow, type FollowInput, type FollowOptions, type Followed } from './questions/follow.ts';
export { Checkpoint } from './questions/checkpoint.ts';
export { QueryInput, type DescribedQuery } from './reading/query.ts';
export type { Progress, QueryOptions } from './reading/question.ts';
export type { Histogram } from './questions/histogram.ts';
export type { Coverage } from './reading/coverage.ts';
export type { Gap, GapReason } from './reading/gap.ts';
export { isTotalFailure, troublesOf, type Trouble } from './reading/trouble.ts';
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
  targetsOf,
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
