import type { QueryOptions } from '@trailhound/core';
import type { OpenArchive } from '@trailhound/program';
import type { Call } from './command.ts';
import { meterOf, progressLine } from './output/progress.ts';
import { FLAGS } from './words.ts';

interface Around extends Pick<Call, 'output' | 'signal'> {
  readonly archive: OpenArchive | undefined;
  readonly now: () => number;
}

/** The options for reading: deadline, progress and source. */
export async function readingOptions(
  options: Readonly<Record<string, unknown>>,
  { output, signal, archive, now }: Around,
): Promise<QueryOptions> {
  const seconds = Number(options['deadline'] ?? 0);
  // An archive that cannot be opened ends the command here; later it would be a gap in every log.
  await archive?.open();
  const source = archive && (() => archive.source);
  const meter = meterOf(source);
  const { progress } = output;
  return {
    signal,
    nameOf: FLAGS.field,
    ...(seconds === 0 ? {} : { deadline: now() + seconds * 1000 }),
    ...(source === undefined ? {} : { source }),
    ...(progress === undefined ? {} : { source: meter.source, progress: progressLine(progress, meter.share) }),
  };
}
