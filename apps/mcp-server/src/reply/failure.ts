import type { Fault } from '@trailhound/core/provider';
import { NOTICE } from '@trailhound/core/reply';
import { compact, type JsonObject } from '@trailhound/program';

/** Transient failures. */
const PASSING = new Set(['rate_limited', 'unavailable', 'timeout', 'bad_response']);

/** An error that a model can act on: what happened, at which provider, whether and when to retry, what to change. */
export function failureOf(fault: Fault): JsonObject {
  const { code, message, hint, vendorSaid, provider, log, field, retryAt, requestId, status } = fault;
  return {
    ...(vendorSaid === undefined ? {} : { notice: NOTICE }),
    error: compact({
      code,
      message,
      hint,
      provider,
      log,
      field,
      status,
      vendor_said: vendorSaid,
      request_id: requestId,
      retry_useful: PASSING.has(code),
      retry_at: isTime(retryAt) ? new Date(retryAt).toISOString() : undefined,
    }),
  };
}

const LAST_TIME = 8.64e15;

/** A vendor may send any number. */
function isTime(at: number | undefined): at is number {
  return at !== undefined && Math.abs(at) <= LAST_TIME;
}
