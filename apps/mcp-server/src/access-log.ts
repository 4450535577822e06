import { appendFileSync, closeSync, openSync } from 'node:fs';
import { AuditError } from '@trailhound/core';
import { isReadByOthers } from '@trailhound/program';
import type { Log } from './log.ts';

/** Who asked what, and the outcome: names, times and counts, never a value of a filter or an entry. */
export interface Access {
  /**
   * The subject of an OAuth token; otherwise `token`, `local` for HTTP without authentication, `stdio`, or `unknown`.
   */
  readonly subject: string;
  /** `none` for a call that was rejected before it reached a tool. */
  readonly tool: string;
  readonly since?: unknown;
  readonly until?: unknown;
  /** The names of the arguments that filter events. */
  readonly filters: readonly string[];
  /** The logs that were read. */
  readonly logs: readonly string[];
  /** The accounts that were read, if there are several of a product. */
  readonly accounts?: readonly string[];
  /** How many entries the vendors sent. */
  readonly scanned: number;
  /** How many events the answer is based on. */
  readonly events: number;
  /** The name of the file that was written. */
  readonly file?: string;
  /** The size of the answer. */
  readonly bytes: number;
  readonly ms: number;
  /** `ok`, `partial` if something is missing, or the code of an error. */
  readonly outcome: string;
}

export type AccessLog = (access: Access) => void;

export interface AccessLogOptions {
  /** Where to write, if not to stderr. */
  readonly file?: string | undefined;
  readonly log: Log;
  readonly toStderr: (line: string) => void;
}

/** Writes one line of JSON per call, before the answer is sent. */
export function createAccessLog({ file, log, toStderr }: AccessLogOptions): AccessLog {
  const write = file === undefined ? toStderr : toFile(file, { log, toStderr });
  return (access) => write(JSON.stringify({ time: new Date().toISOString(), type: 'access', ...access }));
}

const MODE = 0o600;

/** Reopens the file for each line, so that log rotation works. */
function toFile(file: string, { log, toStderr }: Omit<AccessLogOptions, 'file'>): (line: string) => void {
  try {
    closeSync(openSync(file, 'a', MODE));
  } catch (failed) {
    throw new AuditError({
      code: 'invalid_query',
      field: 'accessLog',
      message: `--access-log: ${file} cannot be written (${reasonOf(failed)})`,
      hint: 'Use the path of a file in a folder that this user can write to.',
    });
  }
  if (isReadByOthers(file)) log.warn(`Others can read ${file}, which says who asked what: chmod 600 it`);
  return (line) => {
    try {
      appendFileSync(file, `${line}\n`, { mode: MODE });
    } catch (failed) {
      // The line is not lost: it goes to stderr instead.
      log.error('The access log cannot be written', { reason: reasonOf(failed) });
      toStderr(line);
    }
  };
}

function reasonOf(failed: unknown): string {
  return (failed as NodeJS.ErrnoException).code ?? 'failed';
}
