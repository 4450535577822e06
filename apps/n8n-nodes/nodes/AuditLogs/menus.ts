import { search, type AuditEvent } from '@trailhound/core';
import { actorLabel, plain, requireAnswer } from '@trailhound/core/reply';
import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { toNodeError } from './failure.ts';
import { byName } from './fields/wording.ts';
import { openConnections } from './host/connections.ts';
import { listHost, type Host } from './host/host.ts';
import { logsOf } from './query.ts';

// Kept small: somebody is waiting for the menu, and every request counts against the vendor's quota.
const SINCE = '7d';
const EVENTS = 300;
const LONGEST_MS = 10_000;

/** The menus of both nodes. */
export const menus = {
  listSearch: {
    async searchActors(this: ILoadOptionsFunctions, wanted?: string): Promise<INodeListSearchResult> {
      return await actorsSeen(listHost(this), wanted);
    },
  },
};

/** The actors of the newest events whose names contain what was typed. */
async function actorsSeen(host: Host, wanted = ''): Promise<INodeListSearchResult> {
  try {
    const deadline = Date.now() + LONGEST_MS;
    const connections = await openConnections(host, new Map(), deadline);
    const input = { since: SINCE, limit: EVENTS, logs: logsOf(host, connections) };
    const { events, coverage } = await search(connections, input, { deadline });
    requireAnswer(coverage);
    const found = new Map(events.map(({ actor }) => toItem(actor)).map((item) => [item.value, item]));
    const part = wanted.toLowerCase();
    const results = [...found.values()].filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(part));
    return { results: results.toSorted(byName) };
  } catch (thrown) {
    throw toNodeError(host.node, thrown);
  }
}

const LONGEST_NAME = 100;

/** A menu item for an actor, as trace and filter accept it; hidden characters are removed. */
function toItem(actor: AuditEvent['actor']): INodeListSearchItems {
  const { name } = actor;
  const value = actorLabel(actor);
  const shown = name === undefined || name === value ? value : `${name} (${value})`;
  return { name: plain(shown, { max: LONGEST_NAME }), value };
}
