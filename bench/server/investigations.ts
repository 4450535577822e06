import { startSimulator, type Simulator } from '@trailhound/simulator';
import { must, type Benchmark, type Finding } from '../benchmark.ts';
import { VENDORS, WINDOW } from '../vendors/facts.ts';
import { truthOf } from './asked.ts';
import { environment } from './environment.ts';
import { INVESTIGATIONS, type Ask, type Investigation } from './investigated.ts';
import { BIN } from './peers.ts';
import { startPeer, type Peer } from './rpc.ts';

/** The most that the whole set may take. */
const MOST_CHARACTERS = 45_000;

export const benchmark: Benchmark = {
  name: 'investigations',
  title: 'Questions of an investigation',
  about: `Pivots, distinct counts, first and last times, impersonation, and questions that a log cannot answer, about the same month of
simulated logs, each checked against the truth. “By lists” is what the same questions take without cross tables, distinct counts and
these dimensions: a script that lists the events to the end, 500 at a time, and counts by itself. Characters are those of the
arguments and of the answers' texts; requests are those that reached the simulated vendors, from a server for each way that keeps in
memory what it has read. The questions:
${INVESTIGATIONS.map(({ asks }) => `“${asks}”`).join(' ')}`,
  run: async (size) => {
    const simulator = await startSimulator({ events: size === 'full' ? 1000 : 200, ...WINDOW, unlimited: true });
    // Each has a server of its own, which keeps in memory what it has read.
    const spent = async (work: (ask: Ask, one: Investigation) => Promise<void>): Promise<Spent[]> => {
      const peer = await startPeer({ args: [BIN], env: environment(simulator) });
      try {
        const meter = createMeter(peer, simulator);
        const all: Spent[] = [];
        for (const one of INVESTIGATIONS) all.push(await meter((ask) => work(ask, one)));
        return all;
      } finally {
        await peer.stop();
      }
    };
    try {
      return toFindings(await spent((ask, one) => investigate(ask, simulator, one)), await spent(listAll));
    } finally {
      await simulator.close();
    }
  },
};

interface Spent {
  readonly calls: number;
  readonly characters: number;
  readonly requests: number;
}

type Meter = (work: (ask: Ask) => Promise<void>) => Promise<Spent>;

/** Counts what some work takes. */
function createMeter(peer: Peer, simulator: Simulator): Meter {
  const requests = (): number => VENDORS.reduce((sum, vendor) => sum + simulator.stats(vendor).requests, 0);
  return async (work) => {
    let [calls, characters] = [0, 0];
    const before = requests();
    await work(async (tool, given) => {
      const text = await peer.call(tool, given);
      calls += 1;
      characters += JSON.stringify(given).length + text.length;
      return JSON.parse(text) as Awaited<ReturnType<Ask>>;
    });
    return { calls, characters, requests: requests() - before };
  };
}

async function investigate(
  ask: Ask,
  simulator: Simulator,
  { asks, given, rows, fold, ours }: Investigation,
): Promise<void> {
  const answer = await ours(ask, given);
  const expected = fold(rows(truthOf(simulator)));
  must(answer === expected, `${asks} Trailhound answered ${answer}, and it is ${expected}`);
}

/** Lists what a question is about, from cursor to cursor. */
async function listAll(ask: Ask, { given }: Investigation): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await ask('query_audit_logs', { ...given, limit: 500, ...(cursor === undefined ? {} : { cursor }) });
    cursor = page.next_cursor;
  } while (cursor !== undefined);
}

function toFindings(ours: readonly Spent[], listed: readonly Spent[]): Finding[] {
  const sum = (of: keyof Spent, all: readonly Spent[]): number => all.reduce((total, one) => total + one[of], 0);
  const rows = (title: string, of: keyof Spent, unit: Finding['unit'], most: number): Finding[] => [
    { what: `${title}, all questions`, unit, whose: 'ours', rounds: [sum(of, ours)], target: { most } },
    { what: `${title}, by lists`, unit, whose: 'peer', rounds: [sum(of, listed)] },
  ];
  return [
    ...rows('Calls', 'calls', 'calls', INVESTIGATIONS.length),
    ...rows('Characters', 'characters', 'characters', MOST_CHARACTERS),
    ...rows('Requests to vendors', 'requests', 'requests', sum('requests', listed)),
  ];
}
