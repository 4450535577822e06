import { AuditError, type Connection, type QueryOptions } from '@trailhound/core';
import type { SpanSource } from '@trailhound/core/source';
import type { Call } from './command.ts';
import { archiveFolder, readArchive } from './open-archive.ts';
import { meterOf, progressLine } from './output/progress.ts';
import { FLAGS } from './words.ts';

/** How a command reads, and what to close afterwards. */
export interface Reading {
  readonly options: () => Promise<QueryOptions>;
  readonly close: () => Promise<void>;
}

interface Around extends Pick<Call, 'output' | 'signal' | 'env'> {
  readonly now: () => number;
}

/** The options for reading: deadline, progress and source. */
export function readingOf(options: Readonly<Record<string, unknown>>, { output, signal, env, now }: Around): Reading {
  const seconds = Number(options['deadline'] ?? 0);
  const kept = archiveOf(options, env);
  return {
    options: async () => {
      const source = await kept?.source();
      const meter = meterOf(source);
      const { progress } = output;
      return {
        signal,
        nameOf: FLAGS.field,
        ...(seconds === 0 ? {} : { deadline: now() + seconds * 1000 }),
        ...(source === undefined ? {} : { source }),
        ...(progress === undefined ? {} : { source: meter.source, progress: progressLine(progress, meter.share) }),
      };
    },
    close: async () => kept?.close(),
  };
}

interface Kept {
  readonly source: () => Promise<(connection: Connection) => SpanSource>;
  readonly close: () => Promise<void>;
}

/** The archive that answers a question, opened on first use. */
function archiveOf(options: Readonly<Record<string, unknown>>, env: NodeJS.ProcessEnv): Kept | undefined {
  const { archive: folder, offline = false } = options;
  if (typeof folder !== 'string') {
    if (offline === true) throw offlineWithout();
    return undefined;
  }
  let opening: ReturnType<typeof readArchive> | undefined;
  return {
    source: async () => {
      opening ??= readArchive(archiveFolder(folder, env));
      const archive = await opening;
      const { archiveSource } = await import('@trailhound/archive');
      const source = archiveSource(archive, { offline: offline === true });
      return () => source;
    },
    close: async () => (await opening)?.close(),
  };
}

function offlineWithout(): AuditError {
  return new AuditError({
    code: 'invalid_query',
    field: 'offline',
    message: '--offline: there is no archive to answer from',
    hint: 'Say which with --archive <folder>.',
  });
}
