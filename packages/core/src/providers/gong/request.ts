import type { Ask, HttpRequest } from '../../provider.ts';
import { logType } from './logs.ts';

const SECOND = 1000;

/**
 * NOTES: bounds are undocumented, whole seconds are safe. A second more on both sides; the engine trims. A count is
 * the total on the first page of a list, and nothing can be trimmed from it.
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
