import { isDeepStrictEqual } from 'node:util';
import type { Archive } from '@trailhound/archive';
import type { AuditEvent } from '@trailhound/core';
import type { LogName } from '@trailhound/core/ledger';
import type { Dated, Window } from '@trailhound/core/source';
import { companyYear, type LogDay } from '../../bench/archive/company.ts';

/** Some 2,500 events a day. */
const A_YEAR = 912_500;
/** Ten days around the end of a month, because events are partitioned by month. */
export const DAYS: Window = { from: Date.UTC(2025, 9, 27), to: Date.UTC(2025, 10, 6) };

/** Days of a company's logs, each as a sync would hand it over. */
export function history(): LogDay[] {
  const days: LogDay[] = [];
  for (const day of companyYear(A_YEAR)) {
    if (day.window.from >= DAYS.to) break;
    if (day.window.from >= DAYS.from) days.push(day);
  }
  return days;
}

/** Keeps a day, and returns how many of its events are new. */
export async function keep(archive: Archive, { log, window, events }: LogDay): Promise<number> {
  const facts = { kind: 'read', pages: 1, readFrom: window.to, readTo: window.to, clockSkewMs: 0 } as const;
  const { fresh } = await archive.put({ log, window, events, facts });
  return fresh;
}

export function eventsOf(days: readonly LogDay[]): Dated[] {
  return days.flatMap(({ events }) => events);
}

function logsOf(days: readonly LogDay[]): LogName[] {
  return [...new Map(days.map(({ log }) => [log.log, log])).values()];
}

/** Reads everything, log by log. */
export async function readAll(archive: Archive, days: readonly LogDay[]): Promise<AuditEvent[]> {
  const found: AuditEvent[] = [];
  for (const log of logsOf(days)) {
    for await (const { events } of archive.read({ log, window: DAYS, order: 'oldest' })) {
      found.push(...events.map(({ event }) => event));
    }
  }
  return found;
}

/** Counts everything, as a text that is the same for the same counts. */
export async function countAll(archive: Archive, days: readonly LogDay[]): Promise<string> {
  const texts: string[] = [];
  for (const log of logsOf(days)) {
    const counts = await archive.count?.({ log, window: DAYS, by: ['verb', 'actor'], starts: [DAYS.from] });
    if (counts === undefined) throw new Error('This archive does not count');
    const lines = Object.entries(counts.values).flatMap(([name, found]) =>
      [...found].map(([value, times]) => JSON.stringify([name, value, times])),
    );
    texts.push(JSON.stringify([log.log, counts.total, ...lines.toSorted()]));
  }
  return texts.join('\n');
}

/** How events that were read differ from those that were written: missing, there twice, or with another content. */
export function differences(read: readonly AuditEvent[], days: readonly LogDay[]): number {
  const left = new Map(eventsOf(days).map(({ uid, event }) => [uid, plain(event)]));
  let wrong = 0;
  for (const event of read) {
    if (!isDeepStrictEqual(left.get(event.uid), plain(event))) wrong += 1;
    left.delete(event.uid);
  }
  return wrong + left.size;
}

/** As JSON has it: without fields that are not there. */
function plain(event: AuditEvent): unknown {
  return JSON.parse(JSON.stringify(event));
}
