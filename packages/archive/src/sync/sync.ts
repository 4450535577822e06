import { check, isAuditError, type Connection } from '@trailhound/core';
import { originOf, union, type Missing, type Window } from '@trailhound/core/source';
import { writeCheckpoint } from '../checkpoints.ts';
import type { Archive } from '../port.ts';
import { withSyncLock } from '../sync-lock.ts';
import type { SyncedLog, SyncOptions, SyncResult } from './options.ts';
import { createMeter, type Meter } from './meter.ts';
import { createQuota, type Quota } from './quota.ts';
import { takeIn, type TakeIn } from './take-in.ts';
import { logsToSync, planLog, type Todo } from './todo.ts';

/** Fetches what is wanted, settled and not stored yet. Can stop anywhere: what was stored stays, and the next sync continues. */
export function sync(archive: Archive, connections: readonly Connection[], options: SyncOptions): Promise<SyncResult> {
  return withSyncLock(archive.folder, async () => {
    const chosen = logsToSync(connections, options.logs);
    const used = connections.filter((connection) => chosen.some((one) => one.connection === connection));
    const plans = new Map(
      await Promise.all(used.map(async (one) => [one, await planAccount(archive, one, options, chosen)] as const)),
    );
    const meter = createMeter(
      [...plans.values()].flatMap(({ todos }) => todos),
      options,
      used[0],
    );
    const synced = await Promise.allSettled(
      [...plans].map(([connection, plan]) => syncAccount(archive, connection, { plan, options, meter })),
    );
    const { signingKey } = options;
    const checkpoint = signingKey === undefined ? undefined : await writeCheckpoint(archive, signingKey);
    const logs = synced.flatMap((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
    return { logs, complete: logs.every(({ missing }) => missing.length === 0), checkpoint };
  });
}

interface AccountPlan {
  readonly todos: readonly Todo[];
  readonly skewMs: number | undefined;
  readonly quota: Quota;
}

/** Logs with a limited retention come first. */
async function planAccount(
  archive: Archive,
  connection: Connection,
  options: SyncOptions,
  chosen: ReturnType<typeof logsToSync>,
): Promise<AccountPlan> {
  const quota = await createQuota(archive, connection, options.budget);
  const skewMs = await skewOf(connection, quota, options.signal);
  // With a clock that is ahead, events that are still to come would count as settled.
  const now = connection.ports.now() - Math.max(0, skewMs ?? 0);
  const own = chosen.filter((one) => one.connection === connection);
  const first = own.toSorted(
    (a, b) => Number(b.log.retentionMs !== undefined) - Number(a.log.retentionMs !== undefined),
  );
  const todos: Todo[] = [];
  for (const one of first) todos.push(await planLog(archive, one, options, now));
  return { todos, skewMs, quota };
}

/** Sends one request. Ignores failures, because reading will report them. */
async function skewOf(
  connection: Connection,
  { take }: Quota,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  try {
    take();
    return (await check(connection, { signal })).skewMs;
  } catch (thrown) {
    if (isAuditError(thrown) && thrown.code === 'cancelled') throw thrown;
    return undefined;
  }
}

interface AccountTurn {
  readonly plan: AccountPlan;
  readonly options: SyncOptions;
  readonly meter: Meter;
}

async function syncAccount(archive: Archive, connection: Connection, turn: AccountTurn): Promise<SyncedLog[]> {
  const { plan, options, meter } = turn;
  const { quota, skewMs: clockSkewMs } = plan;
  const common = { archive, clockSkewMs, takePage: quota.take, signal: options.signal };
  const synced: SyncedLog[] = [];
  try {
    for (const todo of plan.todos) {
      const tally = { fresh: 0, late: 0, pages: 0 };
      const kept: TakeIn['kept'] = (window, { fresh, late, repeated }, pages) => {
        tally.fresh += fresh;
        tally.late += late;
        tally.pages += pages;
        meter.add(todo, window, { events: fresh + repeated, fresh, pages });
      };
      const missing = await readPieces(todo, { ...common, kept, kind: 'read' });
      const lost = await noteLost(archive, todo, missing);
      if (missing.length === 0) await sweep(todo, { ...common, kept, kind: 'sweep' });
      synced.push({ ...originOf(connection, todo.chosen.log.id), ...tally, ...outcome(todo, missing, lost) });
    }
  } finally {
    await quota.note();
  }
  return synced;
}

/** Stops at the first failure, because the following pieces would fail as well. */
async function readPieces({ chosen, pieces }: Todo, how: TakeIn): Promise<Missing[]> {
  const missing: Missing[] = [];
  for (const [index, piece] of pieces.entries()) {
    const left = await takeIn(chosen, piece, how);
    missing.push(...left);
    const last = left.find(({ reason }) => reason !== LOST);
    if (last === undefined) continue;
    return [...missing, ...pieces.slice(index + 1).map((window) => ({ ...last, ...window }))];
  }
  return missing;
}

const LOST = 'beyond_retention';

/** Records what was lost, once and with its reason. It is never requested again. */
async function noteLost(archive: Archive, { chosen, lost }: Todo, missing: readonly Missing[]): Promise<Window[]> {
  const all = [...lost, ...missing.filter(({ reason }) => reason === LOST)].map(({ from, to }) => ({ from, to }));
  for (const window of all) await archive.lose(originOf(chosen.connection, chosen.log.id), { ...window, reason: LOST });
  return union(all);
}

/** Looks for late entries. What fails here is still covered, and is read again in an hour. */
async function sweep({ chosen, sweep: windows }: Todo, how: TakeIn): Promise<void> {
  for (const window of windows) {
    const left = await takeIn(chosen, window, how);
    if (left.length > 0) return;
  }
}

function outcome(
  { chosen }: Todo,
  all: readonly Missing[],
  lost: readonly Window[],
): Pick<SyncedLog, 'missing' | 'lost' | 'lostFrom'> {
  const missing = all.filter(({ reason }) => reason !== LOST);
  const { retentionMs } = chosen.log;
  const oldest = Math.min(...missing.map(({ from }) => from));
  return {
    missing,
    lost,
    lostFrom: retentionMs === undefined || missing.length === 0 ? undefined : oldest + retentionMs,
  };
}
