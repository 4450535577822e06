import type { Connection } from '@trailhound/core';
import { originOf, type Window } from '@trailhound/core/source';
import type { SyncOptions, SyncProgress } from './options.ts';
import type { Todo } from './todo.ts';

/** Reports the progress of a sync over all logs. */
export interface Meter {
  readonly add: (todo: Todo, window: Window, kept: Pick<SyncProgress, 'events' | 'fresh' | 'pages'>) => void;
}

export function createMeter(todos: readonly Todo[], { progress }: SyncOptions, clock: Connection | undefined): Meter {
  const now = (): number => clock?.ports.now() ?? 0;
  const whole = todos.reduce((sum, todo) => sum + lengthOf(todo), 0);
  const began = now();
  const sum = { events: 0, fresh: 0, pages: 0 };
  let done = 0;
  return {
    add: ({ chosen }, { from, to }, kept) => {
      done += to - from;
      for (const name of ['events', 'fresh', 'pages'] as const) sum[name] += kept[name];
      const elapsed = now() - began;
      const share = whole === 0 ? 1 : Math.min(1, done / whole);
      progress?.({
        log: originOf(chosen.connection, chosen.log.id),
        share,
        ...sum,
        perSecond: elapsed === 0 ? 0 : (sum.events / elapsed) * 1000,
        leftMs: share === 0 ? undefined : Math.round((elapsed / share) * (1 - share)),
      });
    },
  };
}

function lengthOf({ pieces, sweep }: Todo): number {
  return [...pieces, ...sweep].reduce((sum, { from, to }) => sum + to - from, 0);
}
