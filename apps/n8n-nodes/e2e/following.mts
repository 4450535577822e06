import { startSimulator, type Simulator, type VendorId } from '@trailhound/simulator';
import { setTimeout as delay } from 'node:timers/promises';
import { VENDORS } from '../test/truth.mts';
import { createInstance, type Instance } from './instance.mts';
import { type Server } from './server.mts';
import { fan, goodCredentials, node, trigger } from './workflows.mts';

export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** An n8n in which a workflow for each vendor follows its log. */
export interface Following {
  readonly simulator: Simulator;
  readonly instance: Instance;
  readonly settings: Readonly<Record<string, string>>;
  /** Where the workflows look back to. */
  readonly begun: number;
  server: Server;
}

export const workflowOf = (vendor: VendorId): string => `follow-${vendor}`;

export async function startFollowing(settings: Following['settings']): Promise<Following> {
  const now = Date.now();
  const simulator = await startSimulator({ events: 30, from: now - 20 * 24 * HOUR, to: now - 3 * HOUR });
  const instance = createInstance();
  const options = { lookback: '2h', redact: false };
  const then = node('Then', 'n8n-nodes-base.noOp', {});
  const workflows = VENDORS.map((resource) =>
    fan(workflowOf(resource), trigger({ resource, output: 'raw', options }), then),
  );
  await instance.importAll(goodCredentials(simulator), workflows);
  const server = await instance.start(settings);
  return { simulator, instance, settings, begun: now - 2 * HOUR + MINUTE, server };
}

export async function stopFollowing({ simulator, instance, server }: Following): Promise<void> {
  await server.stop();
  instance.remove();
  await simulator.close();
}

/** While n8n is down, something may happen. */
export async function restart(following: Following, meanwhile = (): void => undefined): Promise<void> {
  await following.server.stop();
  meanwhile();
  following.server = await following.instance.start(following.settings);
}

interface Happened {
  readonly ago: number;
  readonly count: number;
  /** How long the vendor keeps it back. */
  readonly visibleIn?: number;
}

/** New entries of every vendor, all of one time. */
export function append({ simulator }: Following, { ago, count, visibleIn }: Happened): void {
  const time = Date.now() - ago;
  const late = visibleIn === undefined ? {} : { visibleAt: Date.now() + visibleIn };
  for (const vendor of VENDORS) {
    for (let added = 0; added < count; added += 1) {
      simulator.append(vendor, simulator.trial(vendor).log, { time: time - (time % 1000), ...late });
    }
  }
}

/** What every execution of the trigger was started with. */
async function delivered({ server }: Following, vendor: VendorId): Promise<unknown[]> {
  const executions = await server.executionsOf(workflowOf(vendor));
  const read = await Promise.all(executions.filter(({ mode }) => mode === 'trigger').map(({ id }) => server.ended(id)));
  return read.flatMap(({ outputs }) => (outputs['Trigger'] ?? []).map(({ json }) => json));
}

export function happened({ simulator, begun }: Following, vendor: VendorId): unknown[] {
  const range = { vendor, log: simulator.trial(vendor).log, from: begun, to: Date.now() };
  return [...simulator.truth(range).entries()].map(({ entry }) => entry);
}

/** What was delivered when n8n has had the time for its next polls. */
export async function caughtUp(following: Following, vendor: VendorId): Promise<unknown[]> {
  const until = Date.now() + 150_000;
  for (;;) {
    const found = await delivered(following, vendor);
    if (found.length >= happened(following, vendor).length || Date.now() > until) return found;
    await delay(1000);
  }
}
