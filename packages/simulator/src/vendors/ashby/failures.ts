import { retryAfter } from '../../faults.ts';
import type { Clock } from '../../clock.ts';
import { jsonReply, textReply, type Reply } from '../../vendor.ts';
import type { AshbySettings } from './switches.ts';

/** An error, in code and words. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
}

const PERMISSION = 'missing_endpoint_permission';

/** Every shape in which Ashby's errors have been seen. */
const SHAPES: Readonly<Record<string, (failure: Failure) => unknown>> = {
  both: (failure) => ({ success: false, errorInfo: failure, errors: [failure.code] }),
  errorInfo: (failure) => ({ success: false, errorInfo: failure }),
  codes: ({ code, message }) => ({ success: false, errors: [{ code, message }] }),
  types: ({ code: type, message }) => ({ success: false, errors: [{ type, message }] }),
  messages: ({ code: message }) => ({ success: false, errors: [{ message, parameter: null }] }),
  words: ({ code }) => ({ success: false, errors: [code] }),
  nulls: () => ({ success: false, errorInfo: null, errors: null }),
};

export function failureReply(failure: Failure, status: number, shape = 'both'): Reply {
  return jsonReply(status, SHAPES[shape]?.(failure));
}

/** The error for a key without the permission, in one of the shapes that have been seen. */
export function withoutPermission({ permissionShape, permissionStatus }: AshbySettings, requestId: string): Reply {
  const failure = { code: PERMISSION, message: 'The key lacks auditLogsRead', requestId };
  if (permissionShape === 'text') return textReply(permissionStatus, 'This API key is not allowed to do that');
  return failureReply(failure, permissionStatus, permissionShape === 'errors' ? 'messages' : 'errorInfo');
}

export function tooMany(
  settings: AshbySettings,
  clock: Clock,
  { code, requestId }: Pick<Failure, 'code' | 'requestId'>,
): Reply {
  const { limitText, partnerLimited, errorShape } = settings;
  const message = partnerLimited ? 'The integration partner sends too many requests' : 'Too many requests';
  const reply = limitText
    ? jsonReply(429, { success: false, errors: ['Rate limit exceeded'] })
    : failureReply({ code, message, requestId }, 429, errorShape);
  const scope = partnerLimited ? { 'x-ratelimit-scope': 'integration-partner' } : {};
  return { ...reply, headers: { ...reply.headers, ...retryAfter(settings, clock), ...scope } };
}

export function failed(status: number, { failAsSuccessFalse, errorShape }: AshbySettings, requestId: string): Reply {
  if (!failAsSuccessFalse) return textReply(status, 'Internal Server Error');
  return failureReply({ code: 'internal_error', message: 'Something went wrong', requestId }, 503, errorShape);
}
