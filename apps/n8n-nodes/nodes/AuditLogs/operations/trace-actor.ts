import { trace, type Trace } from '@trailhound/core';
import type { IDataObject } from 'n8n-workflow';
import { actorIn } from '../fields/actor.ts';
import { without } from '../output.ts';
import { limitsOf, logsOf, optionsOf, orderOf, windowOf } from '../query.ts';
import { replyTo } from '../reply.ts';
import type { Hint, Job, Outcome } from './operation.ts';

/** Returns the timeline of one actor, one item per line. */
export async function traceActor({ host, connections, deadline, forAgent }: Job): Promise<Outcome> {
  const traced = await trace(
    connections,
    {
      ...windowOf(host),
      logs: logsOf(host, connections),
      actor: actorIn(host.parameter('actor')) ?? '',
      order: orderOf(host),
      limit: Number(host.parameter('limit', 50)),
    },
    limitsOf(host, deadline),
  );
  const reply = replyTo({ ...traced, shown: traced.lines, connections });
  const hints = [...reply.hints, ...(traced.truncated ? [MORE] : []), ...notJudged(traced)];
  if (forAgent) return { items: [{ json: reply.forAgent(forModel(traced)) }], hints };
  const { lines, ...rest } = traced;
  const items = lines.map((line) => ({ json: { ...line } as unknown as IDataObject }));
  const wantsCoverage = optionsOf(host)['includeCoverage'] === true;
  return { items: wantsCoverage ? [...items, { json: rest }] : items, hints };
}

const MORE: Hint = {
  message: 'The timeline has more lines than the limit: raise it, or use a shorter window.',
  type: 'info',
  aboutLimit: true,
};

function notJudged({ addresses }: Trace): readonly Hint[] {
  if (addresses.notJudged === undefined) return [];
  const { ips, why } = addresses.notJudged;
  return [{ message: `Whether ${ips.length} of the IP addresses are new was not judged: ${why}.`, type: 'info' }];
}

const MOST_ADDRESSES = 20;

function forModel(traced: Trace): IDataObject {
  const { lines, addresses } = traced;
  // A sentence about each change that was undone is among the hints.
  const rest = without(without(traced, 'coverage'), 'undone');
  const shown = { ...addresses, list: addresses.list.slice(0, MOST_ADDRESSES) };
  return { ...rest, addresses: shown, lines: lines.map((line) => without(line, 'uids')) };
}
