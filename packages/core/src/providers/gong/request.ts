import type { Ask, HttpRequest } from '../../provider.ts';
import { logType } from './logs.ts';

const SECOND = 1000;

/** NOTES: bounds are undocumented, whole seconds are safe. A second more on both sides; the engine trims. */
export function request({ log, window, cursor }: Ask): HttpRequest {
  return {
    method: 'GET',
    path: '/v2/logs',
    query: [
      ['logType', logType(log)],
      ['fromDateTime', instant(Math.floor(window.from / SECOND) - 1)],
      ['toDateTime', instant(Math.ceil(window.to / SECOND) + 1)],
      ...(cursor === undefined ? [] : [['cursor', cursor] as const]),
    ],
    replay: true,
  };
}

function instant(seconds: number): string {
  return new Date(seconds * SECOND).toISOString().replace('.000Z', 'Z');
}
