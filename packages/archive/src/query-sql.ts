import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import path from 'node:path';
import { AuditError } from '@trailhound/core';
import { throwIfCancelled } from '@trailhound/core/source';
import { refusal, type Job, type Outcome, type Table } from './sql/job.ts';

/** The limits of a statement. */
export interface SqlLimits {
  /** 500 by default. */
  readonly rows?: number | undefined;
  /** Milliseconds; 10 seconds by default. */
  readonly ms?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const ROWS = 500;
const MS = 10_000;
/** Beside this file, in the sources and in every bundle. */
const PROGRAM = path.join(import.meta.dirname, `sql-process${path.extname(import.meta.filename)}`);

/** Runs one statement that reads an archive, in a separate process that is killed when its time is over. */
export async function querySql(folder: string, sql: string, limits: SqlLimits = {}): Promise<Table> {
  const { rows = ROWS, ms = MS, signal } = limits;
  throwIfCancelled(signal);
  const timeout = AbortSignal.timeout(ms);
  const either = AbortSignal.any([timeout, ...(signal === undefined ? [] : [signal])]);
  const said = await runJob({ folder, sql, rows }, either);
  throwIfCancelled(signal);
  if (timeout.aborted) throw tooSlow(ms);
  if (said === '') throw died();
  const outcome = JSON.parse(said) as Outcome;
  if ('fault' in outcome) throw new AuditError(outcome.fault);
  return outcome;
}

/** The output of the process; empty if it was killed or crashed. */
async function runJob(job: Job, signal: AbortSignal): Promise<string> {
  const child = spawn(process.execPath, ['--no-warnings', PROGRAM], {
    stdio: ['pipe', 'pipe', 'ignore'],
    // The process must not see our environment, above all not the credentials.
    env: process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {},
    windowsHide: true,
  });
  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  // A process that has ended accepts no input.
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(job));
  const ended = new Promise((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  try {
    const [said] = await Promise.all([text(child.stdout), ended]);
    return said;
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

function tooSlow(ms: number): AuditError {
  const hint = 'Ask about less: name a provider, a log and a stretch of time, or count where you read whole events.';
  return new AuditError(refusal(`the statement was stopped after ${ms / 1000} seconds`, hint));
}

function died(): AuditError {
  const hint = 'Run it again; if it goes on, report it with the statement.';
  return new AuditError({ code: 'internal', message: 'The process that ran the SQL ended without an answer', hint });
}
