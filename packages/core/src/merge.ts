import type { AuditEvent } from './event.ts';
import { inOrder, type Order } from './order.ts';

interface Source {
  readonly runs: AsyncGenerator<readonly AuditEvent[], void, undefined>;
  run: readonly AuditEvent[];
  at: number;
  done: boolean;
}

/** Several ordered sources as one. Asks a source for more only when its next event is needed. */
export async function* merge(
  sources: readonly AsyncGenerator<readonly AuditEvent[], void, undefined>[],
  order: Order,
): AsyncGenerator<AuditEvent, void, undefined> {
  const open: Source[] = sources.map((runs) => ({ runs, run: [], at: 0, done: false }));
  const compare = inOrder(order);
  try {
    await Promise.all(open.map(fill));
    for (;;) {
      const first = open
        .filter(({ done }) => !done)
        .reduce<Source | undefined>((best, source) => earlier(best, source, compare), undefined);
      const event = first && head(first);
      if (first === undefined || event === undefined) return;
      first.at += 1;
      yield event;
      await fill(first);
    }
  } finally {
    await Promise.all(open.map(({ runs }) => runs.return()));
  }
}

async function fill(source: Source): Promise<void> {
  while (!source.done && source.at >= source.run.length) {
    const next = await source.runs.next();
    source.done = next.done === true;
    source.run = next.value ?? [];
    source.at = 0;
  }
}

function head({ run, at }: Source): AuditEvent | undefined {
  return run[at];
}

function earlier(best: Source | undefined, source: Source, compare: (a: AuditEvent, b: AuditEvent) => number): Source {
  const [a, b] = [best && head(best), head(source)];
  return best === undefined || a === undefined || (b !== undefined && compare(b, a) < 0) ? source : best;
}
