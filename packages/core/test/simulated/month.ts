import { createSimulator, type Setting, type VendorId } from '@trailhound/simulator';
import { connect } from '../../src/exchange/connection.ts';
import type { HttpResponse, OutgoingRequest } from '../../src/ports.ts';
import type { Provider } from '../../src/provider.ts';
import { providers } from '../../src/providers/index.ts';
import { events } from '../../src/questions/search.ts';
import { numbers, virtualTime } from '../virtual-time.ts';

const FROM = Date.UTC(2026, 5, 1);
const TO = Date.UTC(2026, 6, 1);
const START = TO + 3_600_000;

/** A month of a simulated vendor's log, read as a whole in virtual time. */
export interface Course {
  readonly vendor: VendorId;
  readonly pages: number;
  readonly switches?: Readonly<Record<string, Setting>>;
  /** What a request takes there and back, and by how much more it may take, on the way there alone or on both. */
  readonly tripMs: number;
  readonly jitterMs: number;
  readonly jitterThere?: number;
  readonly order?: 'newest' | 'oldest';
}

export interface Run {
  readonly ms: number;
  readonly requests: number;
  readonly limited: number;
  readonly scanned: number;
  readonly events: number;
}

export async function run(course: Course, seed: number): Promise<Run> {
  const { vendor, pages, switches = {}, tripMs, jitterMs, jitterThere = 0.5, order = 'oldest' } = course;
  const simulator = createSimulator({ seed, events: pages * 100, from: FROM, to: TO, now: START, vendors: [vendor] });
  simulator.set(vendor, switches);
  const time = virtualTime(START);
  const random = numbers(seed);
  const told = { requests: 0, limited: 0, events: 0 };
  const send = async ({ method, url, headers, body = '' }: OutgoingRequest): Promise<HttpResponse> => {
    told.requests += 1;
    await time.sleep(tripMs / 4 + random() * jitterMs * jitterThere);
    simulator.clock.advance(time.now() - simulator.clock.now());
    const { pathname: path, searchParams: query } = new URL(url);
    const {
      status,
      headers: more,
      body: text,
    } = await simulator.handle(vendor, { method, path, query, headers, body });
    if (status === 429) told.limited += 1;
    await time.sleep((tripMs * 3) / 4 + random() * jitterMs * (1 - jitterThere));
    return {
      status,
      headers: Object.fromEntries(Object.entries(more).map(([name, value]) => [name.toLowerCase(), value])),
      body: text,
    };
  };
  const trial = simulator.trial(vendor);
  const site = `https://${vendor}.example.com`;
  const connection = connect<Provider>(
    providers[vendor],
    { site, credential: trial.credential },
    { ...time, send, random },
  );
  const stream = events(
    [connection],
    { logs: [trial.log], since: new Date(FROM).toISOString(), until: new Date(TO).toISOString(), order },
    { raw: false, redact: false, deadline: START + 1e9 },
  );
  const reading = (async () => {
    for await (const _ of stream) told.events += 1;
  })();
  await time.run(reading);
  const scanned = stream.coverage().reduce((sum, log) => sum + log.scanned, 0);
  return { ...told, ms: time.now() - START, scanned };
}
