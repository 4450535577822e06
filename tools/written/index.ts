import { codes } from './codes.ts';
import { criteria } from './criteria.ts';
import { hints, tokenHints } from './hints.ts';
import { logs } from './logs.ts';
import { caught, missed } from './orders.ts';
import { rules } from './rules.ts';
import { mappings } from './siem.ts';
import { switches } from './switches.ts';

/** Generated tables, by file and marker. */
export const WRITTEN: readonly (readonly [file: string, marker: string, make: () => string])[] = [
  ['docs/analyst.md', 'logs', logs],
  ['docs/analyst.md', 'criteria', criteria],
  ['docs/security.md', 'orders', caught],
  ['docs/security.md', 'missed orders', missed],
  ['docs/findings.md', 'rules', rules],
  ['docs/siem.md', 'mappings', mappings],
  ['docs/troubleshooting.md', 'codes', codes],
  ['docs/troubleshooting.md', 'hints', hints],
  ['docs/troubleshooting.md', 'token hints', tokenHints],
  ['packages/simulator/README.md', 'switches', switches],
];

/** The text between a marker and the next end. */
export function between(marker: string): RegExp {
  return new RegExp(`(<!-- ${marker} -->)([\\s\\S]*?)(<!-- end -->)`);
}
