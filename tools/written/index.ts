import { codes } from './codes.ts';
import { hints, tokenHints } from './hints.ts';
import { logs } from './logs.ts';
import { switches } from './switches.ts';

/** Tables that are made from the code, by the file and the marker between which they stand. */
export const WRITTEN: readonly (readonly [file: string, marker: string, make: () => string])[] = [
  ['docs/analyst.md', 'logs', logs],
  ['docs/troubleshooting.md', 'codes', codes],
  ['docs/troubleshooting.md', 'hints', hints],
  ['docs/troubleshooting.md', 'token hints', tokenHints],
  ['packages/simulator/README.md', 'switches', switches],
];

/** What stands between a marker and the next end. */
export function between(marker: string): RegExp {
  return new RegExp(`(<!-- ${marker} -->)([\\s\\S]*?)(<!-- end -->)`);
}
