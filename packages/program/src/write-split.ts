import { createHash, type Hash } from 'node:crypto';
import { appendFile, mkdir, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { AuditEvent, EventStream } from '@trailhound/core';
import { requireAnswer } from '@trailhound/core/reply';
import { ocsf, ocsfClassOf, type OcsfChoice } from '@trailhound/core/siem';
import { writeNewFolder } from './new-folder.ts';
import type { Written } from './write-events.ts';

/** One file of a folder. */
export interface SplitFile extends Written {
  /** The path inside the folder, such as `2026-11-20/authentication.ndjson`. */
  readonly file: string;
}

interface Growing {
  events: number;
  bytes: number;
  readonly hash: Hash;
}

/**
 * Writes OCSF events into a new folder: for each day (UTC) a folder, in it a file for each class. As with a single file,
 * a folder with the final name is never incomplete.
 */
export async function writeSplit(
  folder: string,
  stream: Pick<EventStream, 'runs' | 'coverage'>,
  choice: OcsfChoice = {},
): Promise<SplitFile[]> {
  // Fails before anything is read if the folder is not empty.
  await rmdir(folder).catch(unlessMissing);
  const files = await writeNewFolder(folder, (part) => writeFiles(part, stream, choice));
  return [...files]
    .map(([file, { events, bytes, hash }]) => ({ file, events, bytes, sha256: hash.digest('hex') }))
    .toSorted((a, b) => (a.file < b.file ? -1 : 1));
}

async function writeFiles(
  folder: string,
  stream: Pick<EventStream, 'runs' | 'coverage'>,
  choice: OcsfChoice,
): Promise<Map<string, Growing>> {
  const files = new Map<string, Growing>();
  for await (const { file, events, text } of pieces(stream.runs(), choice)) {
    const growing = files.get(file) ?? { events: 0, bytes: 0, hash: createHash('sha256') };
    if (!files.has(file)) await mkdir(path.join(folder, path.dirname(file)), { recursive: true, mode: 0o700 });
    files.set(file, growing);
    growing.events += events;
    growing.bytes += Buffer.byteLength(text);
    growing.hash.update(text);
    // No file stays open: a year has thousands of them.
    await appendFile(path.join(folder, file), text, { mode: 0o600 });
  }
  requireAnswer(stream.coverage());
  return files;
}

interface Piece {
  readonly file: string;
  readonly events: number;
  readonly text: string;
}

async function* pieces(runs: AsyncIterable<readonly AuditEvent[]>, choice: OcsfChoice): AsyncGenerator<Piece> {
  for await (const run of runs) {
    for (const [file, events] of Map.groupBy(run, (event) => fileOf(event, choice))) {
      yield { file, events: events.length, text: await joined(ocsf(events, choice)) };
    }
  }
}

async function joined(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

function fileOf(event: AuditEvent, { version }: OcsfChoice): string {
  return path.join(event.time.slice(0, 10), `${ocsfClassOf(event, version)}.ndjson`);
}

function unlessMissing(failed: NodeJS.ErrnoException): void {
  if (failed.code !== 'ENOENT') throw failed;
}
