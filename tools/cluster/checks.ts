import type { Archive } from '@trailhound/archive';
import { isAuditError } from '@trailhound/core';
import type { LogDay } from '../../bench/archive/company.ts';
import { DATABASE, until, type Cluster } from './cluster.ts';
import { countAll, differences, eventsOf, keep, readAll } from './history.ts';
import { areEqual, droppedBlocks, merge, rowsByShard, rowsOn } from './stored.ts';
import { rowsIn, troubled } from './trouble.ts';

/** What the checks share. */
export interface Rehearsal {
  readonly cluster: Cluster;
  /** An archive over each server. */
  readonly one: Archive;
  readonly two: Archive;
  /** Days that are written while all is well, while a server dies, and when the keeper is gone. */
  readonly days: readonly LogDay[];
  readonly later: readonly LogDay[];
  readonly last: readonly LogDay[];
  /** The batches of events as they were sent. */
  readonly sent: string[];
}

/** What a check found. */
export interface Outcome {
  readonly isRight: boolean;
  readonly figures: readonly string[];
}

export interface Check {
  readonly name: string;
  readonly run: (rehearsal: Rehearsal) => Promise<Outcome>;
}

export const CHECKS: readonly Check[] = [
  { name: 'Every event is there once, though batches came twice, in halves, or from a writer that died', run: once },
  { name: 'A batch that is sent again to the other replicas is dropped', run: againElsewhere },
  { name: 'The first content of an event stays, also after a merge', run: firstStays },
  { name: 'A killed server misses nothing: the other one goes on, and it catches up', run: killed },
  { name: 'Without a keeper nothing is written, all can be read, and a retry succeeds', run: withoutKeeper },
  { name: 'Both servers give the same answers', run: sameAnswers },
];

const STORED = `${DATABASE}.stored`;
const format = (count: number): string => count.toLocaleString('en');

async function once({ cluster, days, sent }: Rehearsal): Promise<Outcome> {
  const trouble = troubled(sent);
  const archive = await cluster.one.open(trouble);
  let deaths = 0;
  for (const day of days) {
    await keep(archive, day).catch(() => {
      deaths += 1;
      return keep(archive, day);
    });
  }
  await until(() => areEqual(cluster));
  const [stored, shards] = [await rowsOn(cluster.one), await rowsByShard(cluster.one)];
  const final = shards.reduce((sum, rows) => sum + rows, 0);
  const wrong = differences(await readAll(archive, days), days);
  const { rows, unrecorded } = trouble.counts();
  const events = eventsOf(days).length;
  return {
    isRight: wrong === 0 && final === events + unrecorded && Math.min(...shards) > 0,
    figures: [
      `${format(rows)} rows sent, ${format(stored)} stored, ${format(final)} under FINAL (${shards.map((one) => format(one)).join(' and ')})`,
      `${format(unrecorded)} of these from ${deaths} writers that died before their record`,
      `${format(events)} events written, ${wrong} read differently`,
    ],
  };
}

async function againElsewhere({ cluster, sent }: Rehearsal): Promise<Outcome> {
  const { one, two } = cluster;
  const again = sent.slice(-10);
  const [before, seen] = [await rowsOn(two), await droppedBlocks(one, two)];
  for (const lines of again) await two.insert(STORED, lines);
  await until(() => areEqual(cluster));
  const [after, dropped] = [await rowsOn(two), (await droppedBlocks(one, two)) - seen];
  return {
    // A batch is a block in each shard. The server may merge meanwhile, so there can be fewer rows than before.
    isRight: after <= before && dropped === again.length * 2,
    figures: [
      `${again.length} batches sent again, ${dropped} blocks dropped`,
      `${format(before)} rows before, ${format(after)} after`,
    ],
  };
}

/** A later writer reads other contents: one as a sync does, and one that is slower and dies before its record. */
async function firstStays({ cluster, days, two, sent }: Rehearsal): Promise<Outcome> {
  const [day] = days;
  const [batch] = sent;
  if (day === undefined || batch === undefined) throw new Error('Nothing was written');
  const changed = day.events.map((one) => ({ ...one, event: { ...one.event, action: 'changed later' } }));
  const taken = await keep(two, { ...day, events: changed });
  const late = batch.replaceAll(/"(batch|action)":"(?:[^"\\]|\\.)*"/g, String.raw`"$1":"\"late\""`);
  await cluster.two.insert(STORED, late);
  await until(() => areEqual(cluster));
  const before = await rowsOn(cluster.two);
  await merge(cluster);
  const [after, final] = [await rowsOn(cluster.two), await rowsOn(cluster.two, 'final')];
  const lateRows = await rowsOn(cluster.two, `where batch = '"late"'`);
  const wrong = differences(await readAll(two, days), days);
  return {
    isRight: taken === 0 && wrong === 0 && after === final && lateRows === rowsIn(late),
    figures: [
      `${format(changed.length)} changed events kept again, ${taken} taken`,
      `${format(lateRows)} more stored without a record, none seen`,
      `${format(before)} rows merged to ${format(after)}, ${wrong} read differently`,
    ],
  };
}

/** The server dies in the middle of a put. A part of its last batches is sent again, now to the replicas that are left. */
async function killed({ cluster, days, later, one, sent }: Rehearsal): Promise<Outcome> {
  const [first, ...rest] = later;
  if (first === undefined) throw new Error('There is no later day');
  const had = await rowsOn(cluster.two, 'final');
  const dying = keep(one, first).catch(() => keep(one, first));
  await cluster.two.kill();
  await dying;
  for (const day of rest) await keep(one, day);
  const seen = await droppedBlocks(cluster.one);
  const again = sent.slice(-5);
  for (const lines of again) await cluster.one.insert(STORED, lines);
  const dropped = (await droppedBlocks(cluster.one)) - seen;
  const all = [...days, ...later];
  const wrong = differences(await readAll(one, all), all);
  const started = Date.now();
  await cluster.two.start();
  await until(() => areEqual(cluster));
  const seconds = (Date.now() - started) / 1000;
  const has = await rowsOn(cluster.two, 'final');
  return {
    isRight: wrong === 0 && has > had && dropped === again.length * 2,
    figures: [
      `${format(eventsOf(later).length)} events written meanwhile, ${wrong} of all read differently`,
      `${again.length} batches sent again, ${dropped} blocks dropped`,
      `${format(had)} rows when it died, ${format(has)} and equal ${seconds.toFixed(0)} s after its start`,
    ],
  };
}

async function withoutKeeper({ cluster, days, later, last, one }: Rehearsal): Promise<Outcome> {
  const [first, ...rest] = last;
  if (first === undefined) throw new Error('There is no last day');
  const before = [...days, ...later];
  await cluster.keeper.kill();
  const told = await keep(one, first).then(
    () => 'taken',
    (thrown: unknown) => (isAuditError(thrown) ? thrown.code : String(thrown)),
  );
  const unread = differences(await readAll(one, before), before);
  await cluster.keeper.start();
  const seconds = await until(async () => (await keep(one, first)) >= 0);
  for (const day of rest) await keep(one, day);
  const all = [...before, ...last];
  const wrong = differences(await readAll(one, all), all);
  return {
    isRight: told === 'unavailable' && unread === 0 && wrong === 0,
    figures: [
      `a put without it: ${told}; ${unread} events read differently`,
      `written ${seconds.toFixed(0)} s after its start; of ${format(eventsOf(all).length)} events ${wrong} read differently`,
    ],
  };
}

/** Each server asks other replicas first, so the two answers come from different disks. */
async function sameAnswers({ cluster, days, later, last, one, two }: Rehearsal): Promise<Outcome> {
  await until(() => areEqual(cluster));
  const all = [...days, ...later, ...last];
  const [events, others] = [await readAll(one, all), await readAll(two, all)];
  const areAlike = JSON.stringify(events) === JSON.stringify(others);
  const areCountedAlike = (await countAll(one, all)) === (await countAll(two, all));
  const verified = [await one.verify(), await two.verify()];
  const problems = verified.flatMap((found) => found.problems);
  return {
    isRight: areAlike && areCountedAlike && problems.length === 0,
    figures: [
      `${format(events.length)} and ${format(others.length)} events, ${areAlike ? 'alike' : 'different'}`,
      `counts by verb and actor ${areCountedAlike ? 'alike' : 'different'}`,
      `${verified.map(({ records }) => records).join(' and ')} records verified, ${problems.length} problems`,
    ],
  };
}
