import type { QueryOptions } from '@trailhound/core';
import type { Call } from './command.ts';
import { meterOf, progressLine } from './output/progress.ts';

/** How the core reads for a command, and what is to be closed then. */
export interface Reading {
  readonly options: () => Promise<QueryOptions>;
  readonly close: () => Promise<void>;
}

interface Around extends Pick<Call, 'output' | 'signal'> {
  readonly now: () => number;
}

/** Until when, told to whom, and from where. */
export function readingOf(options: Readonly<Record<string, unknown>>, { output, signal, now }: Around): Reading {
  const seconds = Number(options['deadline'] ?? 0);
  return {
    options: async () => {
      const meter = meterOf();
      const { progress } = output;
      return {
        signal,
        ...(seconds === 0 ? {} : { deadline: now() + seconds * 1000 }),
        ...(progress === undefined ? {} : { source: meter.source, progress: progressLine(progress, meter.share) }),
      };
    },
    close: async () => undefined,
  };
}
