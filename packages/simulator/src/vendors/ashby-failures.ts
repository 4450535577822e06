import { retryAfter } from '../faults.ts';
import type { Clock } from '../clock.ts';
import { jsonReply, textReply, type Reply } from '../vendor.ts';
import type { AshbySettings } from './ashby-switches.ts';

/** Most failures come with status 200. */
export function failure(code: string, message: string, status = 200): Reply {
  return jsonReply(status, {
    success: false,
    errorInfo: { code, message, requestId: `ashby-${code}` },
    errors: [code],
  });
}

const PERMISSION = 'missing_endpoint_permission';

/** The key lacks the permission, in one of the shapes that have been seen. */
export function withoutPermission({ permissionShape, permissionStatus }: AshbySettings): Reply {
  const shapes: Readonly<Record<string, () => Reply>> = {
    errorInfo: () => failure(PERMISSION, 'The key lacks auditLogsRead', permissionStatus),
    errors: () => jsonReply(permissionStatus, { success: false, errors: [{ message: PERMISSION, parameter: null }] }),
    text: () => textReply(403, 'This API key is not allowed to do that'),
  };
  return shapes[permissionShape]?.() ?? failure(PERMISSION, '', permissionStatus);
}

export function tooMany(settings: AshbySettings, clock: Clock): Reply {
  const headers = {
    ...retryAfter(settings, clock),
    ...(settings.partnerLimited ? { 'x-ratelimit-scope': 'integration-partner' } : {}),
  };
  if (settings.limitText) return jsonReply(429, { success: false, errors: ['Rate limit exceeded'] }, headers);
  const body = { success: false, errorInfo: { code: 'rate_limit_exceeded', message: 'Too many requests' } };
  return jsonReply(429, body, headers);
}

export function failed(status: number, { failAsSuccessFalse }: AshbySettings): Reply {
  if (!failAsSuccessFalse) return textReply(status, 'Internal Server Error');
  return jsonReply(503, { success: false, errorInfo: { code: 'internal_error', message: 'Something went wrong' } });
}
