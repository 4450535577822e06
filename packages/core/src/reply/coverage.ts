import { AuditError, ERROR_CODES } from '../errors.ts';
import type { Connection } from '../exchange/connection.ts';
import { present } from '../json.ts';
import { unanswered, type Coverage } from '../reading/coverage.ts';
import type { Gap } from '../reading/gap.ts';
import { isTotalFailure, troublesOf, type Trouble } from '../reading/trouble.ts';
import { inSentence, productLabel, PROPERTIES, type Logs, type Words } from './words.ts';

/** Throws if nothing was found because every log failed, which must not pass for an empty answer. */
export function requireAnswer(coverage: readonly Coverage[]): void {
  if (isTotalFailure(coverage)) throw troubleError(troublesOf(coverage));
}

/** Combines several failures into one error: the code of the first, with the hints of all. */
export function troubleError(troubles: readonly Trouble[]): AuditError {
  const [first] = troubles;
  const { reason: code, vendorSaid, retryAt } = first ?? { reason: 'bad_response' as const };
  const products = [...new Set(troubles.map(({ provider }) => provider))];
  const accounts = [...new Set(troubles.map(({ provider, account }) => account ?? productLabel(provider)))];
  const isOne = troubles.every(({ reason }) => reason === code);
  return new AuditError({
    code,
    // Where the reasons differ, the hints alone say which is whose.
    message: `${inSentence(accounts)} could not be read${isOne ? `: ${ERROR_CODES[code].replace(/\.$/, '')}` : ''}`,
    hint: hintsOn(troubles).join(' '),
    ...present({
      provider: products.length === 1 ? products[0] : undefined,
      vendorSaid,
      retryAt: retryAt === undefined ? undefined : Date.parse(retryAt),
    }),
  });
}

/** One hint per problem, since logs that fail for the same reason need only one. */
function hintsOn(troubles: readonly Trouble[]): string[] {
  const hints = new Map<string, string>();
  for (const { account, provider, reason, hint } of troubles) {
    const failure = `${account ?? provider} ${reason}`;
    if (!hints.has(failure)) hints.set(failure, hint);
  }
  return [...new Set(hints.values())];
}

/** Says what is missing and why, gap by gap, for readers who look at nothing else. Leaves out gaps due to the limit. */
export function missingFrom(coverage: readonly Coverage[], words: Words = PROPERTIES): string[] {
  const gaps = alike(coverage).map(({ of, gap: { from, to, reason, hint, retryAt } }) => {
    const when = retryAt === undefined ? '' : ` ${tryAgain(retryAt)}`;
    const lacking = `${words.logs(of)} ${of.logs.length > 1 ? 'are' : 'is'} missing`;
    return `${lacking} from ${minuteOf(from)} to ${minuteOf(to)} UTC (${reason}). ${hint}${when}`;
  });
  return [...gaps, ...unable(coverage, words)];
}

/** Says which logs cannot tell what was asked, so that finding nothing there is not taken for an answer. */
function unable(coverage: readonly Coverage[], words: Words): string[] {
  return unanswered(coverage).flatMap(({ provider, account, log, cannotMatch }) => {
    if (cannotMatch === undefined) return [];
    const { criterion, why } = cannotMatch;
    const of = words.logs({ provider, account, logs: [log] });
    return [`${of} cannot match ${words.field([criterion])}: ${why}. Nothing found there proves nothing.`];
  });
}

interface Lack {
  readonly of: Logs;
  readonly gap: Gap;
}

/** Groups the logs of an account that have the same gap for the same reason. */
function alike(coverage: readonly Coverage[]): Lack[] {
  const groups = new Map<string, Lack>();
  for (const { provider, account, log, gaps } of coverage) {
    for (const gap of gaps.filter(({ reason }) => reason !== 'limit')) {
      const { from, to, reason, hint } = gap;
      const key = JSON.stringify([provider, account, from, to, reason, hint]);
      const { of, gap: first = gap } = groups.get(key) ?? {};
      const logs = new Set([...(of?.logs ?? []), log]);
      groups.set(key, { of: { provider, account, logs: [...logs] }, gap: first });
    }
  }
  return [...groups.values()];
}

/** Formats `2026-11-14T16:09:46.000Z` to the minute. */
export function minuteOf(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

const MINUTE_MS = 60_000;

/** Rounds up to a full minute, so that nobody retries too early. */
export function tryAgain(retryAt: string): string {
  const minute = Math.ceil(Date.parse(retryAt) / MINUTE_MS) * MINUTE_MS;
  return `Try again after ${minuteOf(new Date(minute).toISOString())} UTC.`;
}

/** Warns about credentials with an end date. */
export function endingCredentials(connections: readonly Connection[]): string[] {
  return connections.flatMap(({ provider, warnings }) =>
    warnings.filter(({ ends }) => ends !== undefined).map(({ text }) => `${provider.label}: ${text}`),
  );
}
