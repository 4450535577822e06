import { risks, type Risks } from '@trailhound/core/findings';
import type { IDataObject } from 'n8n-workflow';
import { findingShaper } from '../finding-output.ts';
import { without } from '../output.ts';
import { limitsOf, logsOf, optionsOf, windowOf } from '../query.ts';
import { replyTo } from '../reply.ts';
import { levelOf, onlyRulesOf, ruleOptionsOf } from '../risk-options.ts';
import { saidOfRules } from '../rules-said.ts';
import type { Job, Outcome } from './operation.ts';

/** Returns what should worry somebody, one item per finding, the most serious first. */
export async function findRisks({ host, connections, deadline, forAgent }: Job): Promise<Outcome> {
  const shape = findingShaper(host);
  const input = { ...windowOf(host), logs: logsOf(host, connections), level: levelOf(host), rules: onlyRulesOf(host) };
  const found = await risks(connections, input, { ...limitsOf(host, deadline), ...ruleOptionsOf(host) });
  const { query, coverage, events } = found;
  const reply = replyTo({ query, coverage, events, connections });
  const hints = [...reply.hints, { message: saidOfRules(found).join(' '), type: 'info' as const }];
  if (forAgent) return { items: [{ json: reply.forAgent(forModel(found)) }], hints };
  const { findings, ...rest } = found;
  const items = findings.map((finding) => ({ json: shape(finding) }));
  const wantsCoverage = optionsOf(host)['includeCoverage'] === true;
  return {
    items: wantsCoverage ? [...items, { json: { ...rest, total: findings.length } }] : items,
    hints,
  };
}

/** More would cost an agent more tokens than it can use. */
const MOST_FOR_AGENT = 50;

function forModel(found: Risks): IDataObject {
  const { findings, ...rest } = found;
  const shown = findings.slice(0, MOST_FOR_AGENT);
  const more = findings.length > shown.length;
  return {
    total: findings.length,
    findings: shown.map((finding) => without(finding, 'attack')),
    ...(more
      ? { toNarrow: `These are the ${shown.length} most serious: use a higher level or a shorter window.` }
      : {}),
    about: saidOfRules(rest),
  };
}
