import { AuditError, isAuditError } from '@trailhound/core';
import type { Failed } from './coverage.ts';
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

/** Every log failed: that is no answer. */
export function allFailed(failed: readonly Failed[]): AuditError {
  const [first] = failed;
  const hints = [...new Set(failed.map(({ gap }) => gap.hint))];
  const providers = [...new Set(failed.map(({ provider }) => provider))];
  const retryAt = first?.gap.retryAt;
  return new AuditError({
    code: (first?.gap.reason ?? 'unavailable') as AuditError['code'],
    message: `Nothing could be read of ${providers.join(', ')}`,
    hint: hints.join(' '),
    ...(providers.length === 1 ? { provider: providers[0] ?? '' } : {}),
    ...(retryAt === undefined ? {} : { retryAt: Date.parse(retryAt) }),
  });
}
