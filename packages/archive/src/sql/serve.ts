import { writeSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { isAuditError } from '@trailhound/core';
import { refusal, type Job, type Outcome } from './job.ts';
import { runStatement } from './statement.ts';

/** The memory limit of the process. SQLite in Node has no limit of its own, and sorts in memory. */
const BYTES = 512 * 1024 * 1024;
const LOOK_EVERY_MS = 20;

const TOO_LARGE: Outcome = {
  fault: refusal('the statement took more memory than it may', 'Ask for less at a time, or sort and group less.'),
};

/** A complete program that runs one statement. It can be killed, while SQLite cannot be interrupted from Node. */
export async function serveSql(): Promise<void> {
  if (isMainThread) watch(JSON.parse(await text(process.stdin)) as Job);
  else parentPort?.postMessage(outcome(workerData as Job), []);
}

/** Runs the statement in a separate thread, which it blocks, while this thread watches the memory. */
function watch(job: Job): void {
  const worker = new Worker(process.argv[1] ?? '', { workerData: job });
  const look = setInterval(() => {
    if (process.memoryUsage.rss() <= BYTES) return;
    writeSync(1, JSON.stringify(TOO_LARGE));
    // Nothing else ends a thread that is inside SQLite.
    process.kill(process.pid, 'SIGKILL');
  }, LOOK_EVERY_MS);
  worker.once('message', (done: Outcome) => {
    clearInterval(look);
    process.stdout.write(JSON.stringify(done));
  });
  worker.once('error', (thrown) => {
    throw thrown;
  });
}

function outcome(job: Job): Outcome {
  try {
    return runStatement(job);
  } catch (thrown) {
    if (!isAuditError(thrown)) throw thrown;
    return { fault: thrown.fault };
  }
}
