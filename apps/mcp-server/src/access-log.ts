import { appendFileSync, closeSync, openSync } from 'node:fs';
import { AuditError } from '@trailhound/core';
import { isReadByOthers } from '@trailhound/program';
import type { Log } from './log.ts';

/** Who asked what, and what became of it: names, times and counts, never a value of a filter or of an entry. */
export interface Access {
  /** The subject of an OAuth token; else `token`, `local` for HTTP that needs none, `stdio`, or `unknown` of a stranger. */
  readonly subject: string;
  /** `none` for a call that was refused before it came to a tool. */
  readonly tool: string;
  readonly since?: unknown;
  readonly until?: unknown;
  /** The names of the arguments that choose events. */
  readonly filters: readonly string[];
  /** The logs that were read. */
  readonly logs: readonly string[];
  /** The accounts that they are of, where a product has several. */
  readonly accounts?: readonly string[];
  /** How many entries the vendors sent. */
  readonly scanned: number;
  /** How many events the answer is made of. */
  readonly events: number;
  /** The name of the file that was written. */
  readonly file?: string;
  /** Of the answer. */
  readonly bytes: number;
  readonly ms: number;
  /** `ok`, `partial` where something is missing, or the code of an error. */
  readonly outcome: string;
}

export type AccessLog = (access: Access) => void;

export interface AccessLogOptions {
  /** Where to write, if not to stderr. */
  readonly file?: string | undefined;
  readonly log: Log;
  readonly toStderr: (line: string) => void;
}

/** A line of JSON for each call, written before its answer goes out. */
export function createAccessLog({ file, log, toStderr }: AccessLogOptions): AccessLog {
  const write = file === undefined ? toStderr : toFile(file, { log, toStderr });
  return (access) => write(JSON.stringify({ time: new Date().toISOString(), type: 'access', ...access }));
}

const MODE = 0o600;

/** Opened anew for each line, so that a file that was renamed or cut off meanwhile is not missed. */
function toFile(file: string, { log, toStderr }: Omit<AccessLogOptions, 'file'>): (line: string) => void {
  try {
    closeSync(openSync(file, 'a', MODE));
  } catch (failed) {
    throw new AuditError({
      code: 'invalid_query',
      field: 'accessLog',
      message: `--access-log: ${file} cannot be written (${reasonOf(failed)})`,
      hint: 'Give the path of a file in a folder that this user can write to.',
    });
  }
  if (isReadByOthers(file)) log.warn(`Others can read ${file}, which says who asked what: chmod 600 it`);
  return (line) => {
    try {
      appendFileSync(file, `${line}\n`, { mode: MODE });
    } catch (failed) {
      // Not lost: whoever reads the one log or the other finds it.
      log.error('The access log cannot be written', { reason: reasonOf(failed) });
      toStderr(line);
    }
  };
}

function reasonOf(failed: unknown): string {
  return (failed as NodeJS.ErrnoException).code ?? 'failed';
}
