import { startSimulator } from '@trailhound/simulator';
import { KINDS, WINDOW, type Target } from './facts.ts';

/** A process with one simulated vendor and no limits except the given switches. Prints its target. */
const [vendor, events, switches = '{}'] = process.argv.slice(2) as [Target['vendor'], string, string?];
const simulator = await startSimulator({ events: Number(events), ...WINDOW, vendors: [vendor], unlimited: true });
simulator.set(vendor, JSON.parse(switches) as Record<string, number>);
const kind = KINDS[vendor];
const credential = { kind, values: simulator.credentials(vendor)[kind] ?? {} };
process.stdout.write(`${JSON.stringify({ vendor, site: simulator.baseUrl(vendor), credential } satisfies Target)}\n`);
