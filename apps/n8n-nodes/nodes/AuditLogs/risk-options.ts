import { isAuditError } from '@trailhound/core';
import {
  compileRules,
  parseRoster,
  parseSuppressions,
  RULES,
  type Level,
  type RisksOptions,
} from '@trailhound/core/findings';
import { invalid } from '@trailhound/core/reply';
import { toList, toText } from './fields/values.ts';
import type { Host } from './host/host.ts';
import { optionsOf } from './query.ts';

type RuleOptions = Pick<RisksOptions, 'documents' | 'suppressions' | 'roster' | 'ownDomains'>;

/** The least serious level to look for. The core refuses what is none. */
export function levelOf(host: Host): Level {
  return String(host.parameter('level', 'low')) as Level;
}

/** The names of the rules to run; all if undefined. */
export function onlyRulesOf(host: Host): string[] | undefined {
  return toList(optionsOf(host)['rules']);
}

/** What rules are told, and which ones run besides those of Trailhound. */
export function ruleOptionsOf(host: Host): RuleOptions {
  const { ownRules, suppressions, roster, ownDomains } = optionsOf(host);
  const people = jsonIn('roster', roster, 'Write [{ "person": "…", "emails": ["…"], "left_at": "2026-10-09" }].');
  const dealtWith = jsonIn(
    'suppressions',
    suppressions,
    'Write [{ "rule": "…", "until": "2026-12-31", "by": "…", "reason": "…" }].',
  );
  return {
    documents: documentsIn(jsonIn('ownRules', ownRules, 'Write a list of Sigma rules as JSON: [{ "title": "…", … }].')),
    suppressions: dealtWith === undefined ? [] : parseSuppressions(dealtWith),
    roster: people === undefined ? undefined : parseRoster(people),
    ownDomains: toList(ownDomains),
  };
}

/** What a field for JSON holds: as typed, or as an expression returned it. */
function jsonIn(field: string, value: unknown, hint: string): unknown {
  const text = toText(value);
  if (text === undefined || typeof value !== 'string') return text === undefined ? undefined : value;
  try {
    return JSON.parse(text) as unknown;
  } catch (thrown) {
    throw invalid(field, `is no JSON: ${(thrown as Error).message}`, hint);
  }
}

/** Refuses rules that cannot run, before anything is read. */
function documentsIn(given: unknown = []): readonly unknown[] {
  const documents = Array.isArray(given) ? given : [given];
  try {
    compileRules([...RULES, ...documents]);
  } catch (thrown) {
    throw isAuditError(thrown) ? invalid('ownRules', thrown.message.replace(/^rules?: /, ''), thrown.hint) : thrown;
  }
  return documents;
}
