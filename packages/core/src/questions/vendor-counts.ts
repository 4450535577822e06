import { accountOf } from '../reading/accounts.ts';
import type { Counts } from '../reading/countable.ts';
import type { Tally } from '../reading/coverage.ts';
import type { Dimension } from '../reading/dimensions.ts';
import { whyFailed } from '../reading/gap.ts';
import type { Part } from '../reading/query.ts';
import type { Question } from '../reading/question.ts';
import type { Reading } from '../reading/reading.ts';
import type { Count } from '../reading/span-source.ts';
import type { Window } from '../window.ts';

/** The dimensions that tell logs apart, so that a total of each log is all that they need. */
const NAMES: Partial<Readonly<Record<Dimension, (part: Part) => string>>> = {
  provider: ({ connection }) => connection.provider.id,
  account: ({ connection }) => accountOf(connection),
  log: ({ connection, log }) => `${connection.provider.id}.${log.id}`,
};

/** Whether totals of logs are enough for it: a plain count, or one of these dimensions alone. */
export function isOfTotals([by, ...more]: readonly Dimension[]): boolean {
  return by === undefined || (more.length === 0 && Object.hasOwn(NAMES, by));
}

/**
 * The vendors' own totals of the logs that have one and whose criteria all are the vendor's. Nothing of these logs is
 * read then, so when their events happened is not known.
 */
export async function countByVendors(
  question: Question,
  { tallies, query }: Reading,
  by?: Dimension,
): Promise<Counts[]> {
  const { options } = question;
  const { window, order } = query;
  const counters = tallies.flatMap((tally) => {
    const { source, ...asked } = tally.part;
    const counter = source.counter?.({ ...asked, window, order });
    return counter === undefined ? [] : [{ tally, counter }];
  });
  return Promise.all(
    counters.map(async ({ tally, counter }) => {
      const total = await countLog(tally, window, { count: () => counter(options), signal: options.signal });
      return countsOf(total, by, tally.part);
    }),
  );
}

const UNKNOWN = { first: Number.NaN, last: Number.NaN };

function countsOf(total: number, by: Dimension | undefined, part: Part): Counts {
  const name = total === 0 || by === undefined ? undefined : NAMES[by]?.(part);
  const values = name === undefined ? [] : [[name, { count: total, impersonated: 0, ...UNKNOWN }] as const];
  return { total, ...UNKNOWN, values: by === undefined ? {} : { [by]: new Map(values) }, bars: [] };
}

async function countLog(
  tally: Tally,
  window: Window,
  { count, signal }: { readonly count: () => Promise<Count>; readonly signal: AbortSignal | undefined },
): Promise<number> {
  try {
    const { total, missing } = await count();
    tally.add({ scanned: 0, pages: 1, notices: [], missing }, total);
    tally.counted.push(total);
    return total;
  } catch (thrown) {
    tally.counted.push(undefined);
    tally.gap({ ...window, ...whyFailed(thrown, tally.part.connection, signal) });
    return 0;
  }
}
