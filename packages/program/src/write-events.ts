import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { csv, ndjson, type EventStream } from '@trailhound/core';
import { counted, inBlocks, requireAnswer } from '@trailhound/core/reply';

/** The forms that a file of events may have. */
export const FORMATS = ['ndjson', 'csv'] as const;
export type FileFormat = (typeof FORMATS)[number];

/** What a file is to hold of each event. */
export interface FileChoice {
  readonly format: FileFormat;
  /** Whether to say the account, where a product has several. */
  readonly tenant: boolean;
  /** Whether to give the vendor's entry as well. */
  readonly raw?: boolean;
}

/** What was written. */
export interface Written {
  readonly events: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Under another name until it is whole: a file with the right name is never a part of one. */
export async function writeEvents(
  file: string,
  stream: Pick<EventStream, 'runs' | 'coverage'>,
  { format, tenant, raw = false }: FileChoice,
): Promise<Written> {
  const part = `${file}.part`;
  const handle = await open(part, 'wx', 0o600);
  const hash = createHash('sha256');
  const { runs, count } = counted(stream);
  let bytes = 0;
  try {
    for await (const block of inBlocks(format === 'csv' ? csv(runs, { tenant, raw }) : ndjson(runs, { raw }))) {
      const piece = Buffer.from(block);
      hash.update(piece);
      bytes += piece.length;
      await handle.appendFile(piece);
    }
    // A file of which nothing could be read would pass for proof that nothing happened.
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
