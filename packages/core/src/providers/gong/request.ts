import type { Ask, HttpRequest } from '../../provider.ts';
import { logType } from './logs.ts';

const SECOND = 1000;

/**
 * NOTES: bounds are undocumented, whole seconds are safe. Requests one more second on both sides, which the engine
 * trims. A count is the total on the first page of a list, from which nothing can be trimmed.
 */
export function request({ operation, log, window, cursor }: Ask): HttpRequest {
  const margin = operation === 'count' ? 0 : 1;
  return {
    method: 'GET',
    path: '/v2/logs',
    query: [
      ['logType', logType(log)],
      ['fromDateTime', instant(Math.floor(window.from / SECOND) - margin)],
      ['toDateTime', instant(Math.ceil(window.to / SECOND) + margin)],
      ...(cursor === undefined ? [] : [['cursor', cursor] as const]),
    ],
    replay: true,
  };
}

function instant(seconds: number): string {
  return new Date(seconds * SECOND).toISOString().replace('.000Z', 'Z');
}
