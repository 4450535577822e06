import type { Archive, LogStatus } from '@trailhound/archive';
import type { AuditEvent } from '@trailhound/core';
import type { Window } from '@trailhound/core/source';
import type { FileFormatName } from '@trailhound/core/siem';
import { writeEvents, writeFormatted, type Written } from '@trailhound/program';

/** What to export of an archive. */
export interface Held {
  readonly archive: Archive;
  readonly logs: readonly LogStatus[];
  readonly window: Window;
  readonly raw: boolean;
  readonly signal: AbortSignal;
}

/** Writes one file, log by log, each oldest first. */
export async function writeHeld(file: string, held: Held, format: FileFormatName | 'parquet'): Promise<Written> {
  const stream = { runs: () => runsOf(held), coverage: () => [] };
  const { raw } = held;
  if (format !== 'parquet') return writeEvents(file, stream, { format, tenant: true, raw });
  const { parquet } = await import('@trailhound/archive');
  const about = await aboutOf(held);
  return writeFormatted(file, stream, (runs) => parquet(runs, { raw, about }));
}

/** The footer of a Parquet file says where it comes from. */
async function aboutOf({ archive, window }: Held): Promise<Record<string, string>> {
  const { ledger } = await archive.position();
  const { from, to } = { from: new Date(window.from).toISOString(), to: new Date(window.to).toISOString() };
  return { trailhound: JSON.stringify({ archive: archive.id, from, to, ledger }) };
}

async function* runsOf({ archive, logs, window, raw, signal }: Held): AsyncGenerator<readonly AuditEvent[]> {
  for (const { provider, tenant, log } of logs) {
    for await (const { events } of archive.read({ log: { provider, tenant, log }, window, order: 'oldest', raw })) {
      signal.throwIfAborted();
      yield events.map(({ event }) => event);
    }
  }
}
