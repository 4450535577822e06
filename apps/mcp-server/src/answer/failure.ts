import { AuditError, isAuditError, type Coverage } from '@trailhound/core';
import { isFailure } from './coverage.ts';
import { compact, type JsonObject } from './json.ts';

/** Failures that pass with time. */
const PASSING = new Set(['rate_limited', 'unavailable', 'bad_response']);

/** An error as a model can act on it: what happened, at which provider, whether to retry and when, what to change. */
export function failureOf(thrown: unknown): JsonObject | undefined {
  if (!isAuditError(thrown)) return undefined;
  const { code, message, hint, provider, log, field, retryAt, requestId, status } = thrown.fault;
  return {
    error: compact({
      code,
      message,
      hint,
      provider,
      log,
      field,
      status,
      request_id: requestId,
      retry_useful: PASSING.has(code),
      retry_at: retryAt === undefined ? undefined : new Date(retryAt).toISOString(),
    }),
  };
}

/** Refuses an answer that holds nothing because every log failed: a part of nothing is no answer. */
export function requireSomething(coverage: readonly Coverage[]): void {
  const failed = coverage.flatMap(({ provider, pages, gaps }) => {
    const gap = pages === 0 ? gaps.find(isFailure) : undefined;
    return gap === undefined ? [] : [{ provider, gap }];
  });
  if (coverage.length === 0 || failed.length < coverage.length) return;
  const [first] = failed;
  const hints = [...new Set(failed.map(({ gap }) => gap.hint))];
  const products = [...new Set(failed.map(({ provider }) => provider))];
  const retryAt = first?.gap.retryAt;
  throw new AuditError({
    code: (first?.gap.reason ?? 'unavailable') as AuditError['code'],
    message: `Nothing could be read of ${products.join(', ')}`,
    hint: hints.join(' '),
    ...(products.length === 1 ? { provider: products[0] ?? '' } : {}),
    ...(retryAt === undefined ? {} : { retryAt: Date.parse(retryAt) }),
  });
}
