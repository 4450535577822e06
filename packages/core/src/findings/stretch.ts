import type { Connection } from '../exchange/connection.ts';
import type { Coverage } from '../reading/coverage.ts';

/** How much of the time before a window can be read of a log, in milliseconds, and until when that is believed. */
interface Fitting {
  readonly ms: number;
  readonly until: number;
}

const FITTING = new WeakMap<Connection, Map<string, Fitting>>();
const SAFELY = 0.8;
const BELIEVED_MS = 3_600_000;

/** How much of the time before a window is worth asking for: all of it, unless that was too much a short while ago. */
export function stretchThatFits(connections: readonly Connection[], logs: readonly string[], wanted: number): number {
  const known = connections.flatMap((connection) => {
    const now = connection.ports.now();
    const stretches = [...(FITTING.get(connection) ?? [])];
    return stretches.filter(([log, { until }]) => now < until && logs.includes(log)).map(([, { ms }]) => ms);
  });
  return Math.min(wanted, ...known);
}

/**
 * Remembers of which logs it was too much, and how much would have fitted; and of those that fit now, how much more may,
 * after so much of the budget was spent.
 */
export function rememberStretch(
  connections: readonly Connection[],
  coverage: readonly Coverage[],
  spent: number,
): void {
  for (const one of coverage) {
    const { provider: id, tenant, log, gaps } = one;
    const connection = connections.find(({ provider, tenant: own }) => provider.id === id && own === tenant);
    if (connection === undefined) continue;
    const name = `${id}.${log}`;
    const logs = FITTING.get(connection) ?? new Map<string, Fitting>();
    const isTooMuch = gaps.some(({ reason }) => reason === 'budget');
    if (!isTooMuch && !logs.has(name)) continue;
    const times = isTooMuch ? SAFELY : Math.max(1, SAFELY / spent);
    FITTING.set(connection, logs.set(name, { ms: times * readMs(one), until: connection.ports.now() + BELIEVED_MS }));
  }
}

function readMs({ asked, gaps }: Coverage): number {
  return gaps.reduce((left, gap) => left - lengthOf(gap), lengthOf(asked));
}

function lengthOf({ from, to }: { readonly from: string; readonly to: string }): number {
  return Date.parse(to) - Date.parse(from);
}
