import type { Finding, NotRun, Risks } from '@trailhound/core/findings';
import type { Findings } from './data.ts';

/** How many findings a report lists. Nobody reads more, and the number of all is said. */
const MOST = 500;

const CELLS: Readonly<Record<string, (finding: Finding) => string | number>> = {
  level: ({ level }) => level,
  title: ({ title }) => title,
  why: ({ why }) => why,
  first: ({ first }) => first,
  last: ({ first, last }) => (last === first ? '' : last),
  count: ({ count }) => count,
  uids: ({ evidence }) => evidence.join(' '),
};

/** What the page lists of findings, and of the rules. */
export function findingsIn({ findings, events, rules, suppressed, filtered, late, forgotten }: Risks): Findings {
  const left = { suppressed, filtered, late, forgotten: forgotten.findings + forgotten.groups };
  return {
    total: findings.length,
    events,
    rules: {
      total: rules.rules,
      ran: rules.ran,
      learning: said(rules.learning),
      blind: said(rules.blind),
      not_here: said(rules.absent),
    },
    left_out: Object.fromEntries(Object.entries(left).filter(([, count]) => count > 0)),
    columns: Object.keys(CELLS),
    rows: findings.slice(0, MOST).map((finding) => Object.values(CELLS).map((cell) => cell(finding))),
  };
}

function said(rules: readonly NotRun[]): string[] {
  return rules.map(({ rule, why }) => `${rule}: ${why}`);
}
