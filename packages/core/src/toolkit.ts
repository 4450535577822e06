// Every export here is public API for authors of providers: the contract, and the helpers of our own providers.
export {
  defineCredential,
  defineProvider,
  type Answer,
  type Ask,
  type Attribute,
  type AuthScheme,
  type CredentialKind,
  type Criteria,
  type Filters,
  type Headroom,
  type HttpRequest,
  type Limits,
  type Log,
  type EventDetail,
  type Narrowed,
  type OAuthScheme,
  type Operation,
  type OtherAnswer,
  type PageAnswer,
  type Provider,
  type Site,
  type Vocabulary,
} from './provider.ts';
export { type Actor, type Change, type EventDraft, type Flag, type Target, type Verb } from './event.ts';
export { invalid, type ErrorCode, type Fault } from './errors.ts';
export { byStatus, fail, retryAfter, type Said } from './providers/answers.ts';
export { bare, parseBaseUrl } from './base-url.ts';
export { isObject, list, number, object, parseJson, present, text, type JsonObject } from './json.ts';
export { parseInstant } from './moment.ts';
export { complaint, describing, field, worded, type Wording } from './wording.ts';
export { iso, type Window } from './window.ts';
export { headerOf, type Header } from './exchange/authorizer.ts';
export type { HttpResponse } from './ports.ts';
