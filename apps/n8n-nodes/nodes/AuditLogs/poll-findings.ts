import { followRisks, risks, type Finding, type FollowedRisks } from '@trailhound/core/findings';
import { requireAnswer } from '@trailhound/core/reply';
import { NodeOperationError, type INodeExecutionData } from 'n8n-workflow';
import { toText } from './fields/values.ts';
import { findingShaper } from './finding-output.ts';
import type { Host } from './host/host.ts';
import { keptBy, tellTrouble, type Poll } from './poll-kept.ts';
import { logsOf, optionsOf } from './query.ts';
import { levelOf, onlyRulesOf, ruleOptionsOf } from './risk-options.ts';
import { saidOfRules } from './rules-said.ts';

const SAMPLE = 5;
const SAMPLE_SINCE = '7d';

/** Returns a few findings to build a workflow with. Does not change the checkpoint. */
export async function sampleFindings(poll: Poll): Promise<INodeExecutionData[]> {
  const { host, connections, deadline } = poll;
  const options = { ...ruleOptionsOf(host), ...readingOf(host), deadline };
  const found = await risks(connections, { ...asked(poll), since: SAMPLE_SINCE }, options);
  requireAnswer(found.coverage);
  return toItems(host, found.findings.slice(0, SAMPLE), saidOfRules(found));
}

/** Returns what is new among what should worry somebody, each finding once. */
export async function newFindings(poll: Poll): Promise<INodeExecutionData[]> {
  const { context, host, connections, deadline } = poll;
  const kept = keptBy(context);
  const found = await followRisks(connections, asked(poll), {
    ...ruleOptionsOf(host),
    ...readingOf(host),
    checkpoint: kept.checkpoint === undefined ? undefined : JSON.parse(kept.checkpoint),
    lookback: toText(optionsOf(host)['lookback']),
    maxEvents: Number(host.parameter('maxEvents', 1000)),
    deadline,
  });
  tellTrouble(context, { ...found, consequence: blindNow(found) }, kept);
  tellRestart(poll, found);
  kept.checkpoint = JSON.stringify(found.checkpoint);
  const updates = optionsOf(host)['includeUpdates'] === true;
  const told = found.findings.filter(({ state }) => updates || state === 'new');
  return toItems(host, told, saidOfRules(found));
}

function asked({ host, connections }: Poll) {
  return {
    logs: logsOf(host, connections),
    timeZone: host.timeZone,
    level: levelOf(host),
    rules: onlyRulesOf(host),
  };
}

function readingOf(host: Host): { readonly redact: boolean } {
  return { redact: optionsOf(host)['redact'] !== false };
}

/** The rules that see nothing as long as a log cannot be read. */
function blindNow({ rules: { blind } }: FollowedRisks): string | undefined {
  const broken = blind.filter(({ why }) => why.startsWith('not read'));
  if (broken.length === 0) return undefined;
  return `Rules that see nothing meanwhile: ${broken.map(({ rule }) => rule).join(', ')}.`;
}

/** Says that rules have lost what they had learnt. */
function tellRestart({ context, host }: Poll, { restarted }: FollowedRisks): void {
  if (restarted.length === 0) return;
  const description = restarted.map(({ rule, why }) => `${rule}: ${why}.`).join(' ');
  context.__emitError(
    new NodeOperationError(host.node, 'Rules have begun to learn anew', { description, level: 'info' }),
  );
}

function toItems(host: Host, findings: readonly Finding[], about: readonly string[]): INodeExecutionData[] {
  const shape = findingShaper(host);
  const isOurs = host.parameter('findingOutput', 'finding') === 'finding';
  return findings.map((finding) => ({
    json: isOurs ? { ...shape(finding), about: about.join(' ') } : shape(finding),
  }));
}
