import { inOrder, type Dated, type Order } from './order.ts';

interface Source {
  readonly runs: AsyncGenerator<readonly Dated[], void, undefined>;
  run: readonly Dated[];
  /** How many events of the run have been yielded. */
  given: number;
  done: boolean;
}

/** Merges several sorted sources into one, in runs. Pulls from a source only when its next event is needed. */
export async function* merge(
  sources: readonly AsyncGenerator<readonly Dated[], void, undefined>[],
  order: Order,
): AsyncGenerator<readonly Dated[], void, undefined> {
  const open: Source[] = sources.map((runs) => ({ runs, run: [], given: 0, done: false }));
  const compare = inOrder(order);
  try {
    for (;;) {
      await Promise.all(open.map(fill));
      const [first, second] = open.flatMap(headed).toSorted((a, b) => compare(a.head, b.head));
      if (first === undefined) return;
      yield take(first.source, (event) => second === undefined || compare(event, second.head) < 0);
    }
  } finally {
    await Promise.all(open.map(({ runs }) => runs.return()));
  }
}

async function fill(source: Source): Promise<void> {
  while (!source.done && source.given >= source.run.length) {
    const next = await source.runs.next();
    source.done = next.done === true;
    source.run = next.value ?? [];
    source.given = 0;
  }
}

/** The source with its next event, if it has one. */
function headed(source: Source): { source: Source; head: Dated }[] {
  const head = source.run[source.given];
  return head === undefined ? [] : [{ source, head }];
}

/** The next event of a source, and those after it that come before the events of all other sources. */
function take(source: Source, isNext: (event: Dated) => boolean): readonly Dated[] {
  const { run, given } = source;
  source.given += 1;
  for (let next = run[source.given]; next !== undefined && isNext(next); next = run[source.given]) source.given += 1;
  return run.slice(given, source.given);
}
