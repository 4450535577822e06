import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { AuditEvent, EventStream } from '@trailhound/core';
import { counted, inBlocks, requireAnswer } from '@trailhound/core/reply';
import { FILE_FORMATS, type FileFormatName, type OcsfVersion } from '@trailhound/core/siem';

/** What to write of each event. */
export interface FileChoice {
  readonly format: FileFormatName;
  /** Whether to include the account, if a product has several. */
  readonly tenant: boolean;
  /** Whether to include the vendor's entry. */
  readonly raw?: boolean;
  readonly ocsfVersion?: OcsfVersion | undefined;
}

/** What was written. */
export interface Written {
  readonly events: number;
  readonly bytes: number;
  readonly sha256: string;
}

type Stream = Pick<EventStream, 'runs' | 'coverage'>;

/** Makes the pieces of a file from runs of events. */
export type Formatter = (runs: AsyncIterable<readonly AuditEvent[]>) => AsyncIterable<string | Uint8Array>;

export async function writeEvents(
  file: string,
  stream: Stream,
  { format, raw = false, ...choice }: FileChoice,
): Promise<Written> {
  return writeFormatted(file, stream, (runs) => inBlocks(FILE_FORMATS[format].text(runs, { raw, ...choice })));
}

/** Writes under a temporary name first, so that a file with the final name is never incomplete. */
export async function writeFormatted(file: string, stream: Stream, format: Formatter): Promise<Written> {
  const part = `${file}.part`;
  const handle = await open(part, 'wx', 0o600);
  const hash = createHash('sha256');
  const { runs, count } = counted(stream);
  let bytes = 0;
  try {
    for await (const piece of format(runs)) {
      const written = typeof piece === 'string' ? Buffer.from(piece) : piece;
      hash.update(written);
      bytes += written.length;
      await handle.appendFile(written);
    }
    // If nothing could be read, an empty file would look like proof that nothing happened.
    requireAnswer(stream.coverage());
    await handle.sync();
    await handle.close();
    await rename(part, file);
  } catch (failed) {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true });
    throw failed;
  }
  return { events: count(), bytes, sha256: hash.digest('hex') };
}
