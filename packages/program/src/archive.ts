import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { ArchiveReader, ArchiveReport } from '@trailhound/archive';
import { AuditError, isAuditError } from '@trailhound/core';
import type { SpanSource } from '@trailhound/core/source';
import { isOnServer, openOnServer } from './archive-server.ts';
import { stateFolder } from './state-folder.ts';

/** An archive to answer from. It is loaded with the first question. */
export interface OpenArchive {
  readonly folder: string;
  /** Whether no vendor may be asked. */
  readonly offline: boolean;
  readonly source: SpanSource;
  /** Opens the archive now instead of with the first question. */
  readonly open: () => Promise<ArchiveReader>;
  /** The report for its operator, or why there is none. */
  readonly report: (now: number) => Promise<ArchiveReport | string>;
  readonly close: () => Promise<void>;
}

interface ArchiveWish {
  /** The source behind the archive. */
  readonly behind?: SpanSource | undefined;
  readonly archive: string | undefined;
  readonly offline: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** The module of a thread that reads the archive; it calls `serveArchive`. By default, this thread reads. */
  readonly thread?: URL | undefined;
}

/** The folder of an archive, or the URL of its server: from the option, or in the user's data folder. */
export function archiveFolder(named: string | undefined, env: NodeJS.ProcessEnv): string {
  if (named !== undefined) return isOnServer(named) ? named : path.resolve(named);
  return path.join(env['XDG_DATA_HOME'] ?? path.join(homedir(), '.local', 'share'), 'trailhound', 'archive');
}

/** The archive that questions are answered from, if one is named. */
export function openArchiveOf({ archive, offline, env, thread, behind }: ArchiveWish): OpenArchive | undefined {
  if (archive === undefined) {
    if (offline) throw offlineWithout();
    return undefined;
  }
  const folder = archiveFolder(archive, env);
  if (!isOnServer(folder) && !existsSync(folder)) throw noArchive(folder);
  let opening: Promise<ArchiveReader> | undefined;
  const open = (): Promise<ArchiveReader> => {
    opening ??= opened(folder, env, thread).catch((thrown: unknown) => {
      opening = undefined;
      throw thrown;
    });
    return opening;
  };
  return {
    folder,
    offline,
    source: sourceOf(open, { offline, behind }),
    open,
    report: async (now) => {
      const { reportOn } = await import('@trailhound/archive');
      try {
        return await reportOn(await open(), { state: stateFolder(env), now });
      } catch (thrown) {
        if (!isAuditError(thrown)) throw thrown;
        return `${thrown.message}. ${thrown.hint}`;
      }
    },
    close: async () => {
      await (await opening?.catch(() => undefined))?.close();
    },
  };
}

async function opened(folder: string, env: NodeJS.ProcessEnv, thread: URL | undefined): Promise<ArchiveReader> {
  if (isOnServer(folder)) return openOnServer(folder, env, { readOnly: true });
  const { openArchive, readInThread } = await import('@trailhound/archive');
  return thread === undefined ? openArchive(folder, { readOnly: true }) : readInThread(thread, folder);
}

function sourceOf(open: () => Promise<ArchiveReader>, given: Pick<ArchiveWish, 'offline' | 'behind'>): SpanSource {
  return {
    read: async function* read(span, options) {
      const [{ archiveSource }, archive] = await Promise.all([import('@trailhound/archive'), open()]);
      yield* archiveSource(archive, given).read(span, options);
    },
  };
}

/** The error for a folder that does not exist. */
export function noArchive(folder: string): AuditError {
  return new AuditError({
    code: 'invalid_query',
    field: 'archive',
    message: `--archive: there is no folder ${folder}`,
    hint: 'Name the folder of an archive, or make one: npx trailhound sync --once --archive <folder>.',
  });
}

function offlineWithout(): AuditError {
  return new AuditError({
    code: 'invalid_query',
    field: 'offline',
    message: '--offline: there is no archive to answer from',
    hint: 'Say which with --archive <folder>.',
  });
}
