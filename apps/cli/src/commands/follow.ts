import { follow, QueryInput, type Connection, type Followed } from '@trailhound/core';
import { missingFrom } from '@trailhound/core/reply';
import { accountNames, flag, text } from '@trailhound/program';
import * as z from 'zod';
import { readCheckpointFile, writeCheckpointFile } from '../checkpoint-file.ts';
import { defineCommand, type Call } from '../command.ts';
import { derived, nativeOptions, toQuery } from '../derived-options.ts';
import { parseDuration } from '../duration.ts';
import { EXIT } from '../exit-codes.ts';
import { clean, json } from '../output/clean.ts';
import { exitCode } from '../report.ts';
import { pause } from '../pause.ts';
import { SETUP } from '../setup-options.ts';
import { FLAGS } from '../words.ts';
import { eventLines } from './search.ts';

const OPTIONS = z.strictObject({
  since: text('time', 'Where to begin without a checkpoint: 24h, 7d, a date, a time; now by default'),
  checkpoint: text('file', 'Save the position in this file, and continue from there at the next start'),
  every: text('duration', 'How long to wait between polls, such as 30s or 5m; 30s by default'),
  settled: flag('Hold events back until earlier ones are unlikely to arrive late, so that the order is final'),
  once: flag('Print what is new, then exit'),
  ...derived(QueryInput.shape, ['providers', 'since', 'until', 'order', 'limit', 'cursor']),
  ...nativeOptions(),
  json: flag('Print a line of JSON for each event'),
  raw: flag("With --json: include the vendor's entries"),
  ...SETUP,
});

const EVERY = '30s';

export const followCommand = defineCommand({
  options: OPTIONS,
  examples: [
    'follow --demo --since 24h --once',
    'follow --verbs login --json',
    'follow --checkpoint trail.json --json >> events.ndjson',
  ],
  notes: [
    'With --checkpoint, events that were printed are not printed again: the file is written after printing. After a crash ' +
      'between the two they are printed once more, with the same uids.',
  ],
  run: async (call) => {
    const { options, output, signal } = call;
    const wait = parseDuration(options.every ?? EVERY, 'every');
    const { connections } = await call.accounts();
    const query = toQuery(options);
    delete query.since;
    let checkpoint = options.checkpoint === undefined ? undefined : readCheckpointFile(options.checkpoint);
    const saying = sayOnce(output.say);
    while (!signal.aborted) {
      const found = await followed(connections, query, { call, checkpoint, lookback: options.since });
      if (found === undefined) break;
      await print(found, call, connections);
      checkpoint = found.checkpoint;
      if (options.checkpoint !== undefined) writeCheckpointFile(options.checkpoint, found.checkpoint);
      saying(missingFrom(found.coverage, FLAGS));
      if (options.once && !found.more) return exitCode(found.coverage);
      if (!found.more) await pause(wait, signal);
    }
    return EXIT.whole;
  },
});

interface Round {
  readonly call: Call<z.output<typeof OPTIONS>>;
  readonly checkpoint: unknown;
  readonly lookback: string | undefined;
}

/** The new events; none if the user stopped the program in the meantime. */
async function followed(
  connections: readonly Connection[],
  query: QueryInput,
  { call, checkpoint, lookback }: Round,
): Promise<Followed | undefined> {
  const { signal, options } = call;
  try {
    return await follow(connections, query, {
      ...(await call.reading()),
      checkpoint,
      lookback,
      onlySettled: options.settled,
      raw: options.raw,
    });
  } catch (thrown) {
    if (signal.aborted) return undefined;
    throw thrown;
  }
}

async function print({ events }: Followed, call: Round['call'], connections: readonly Connection[]): Promise<void> {
  const { output, options } = call;
  output.progress?.('');
  const tenant = accountNames(connections).length > 0;
  if (options.json) await output.print(events.map((event) => json(event)));
  else {
    const lines = eventLines(events, { fields: output.isTerminal ? LINE : undefined, tenant, call });
    await output.print(output.isTerminal ? lines.slice(1) : lines);
  }
}

const LINE = ['time', 'provider', 'actor', 'action', 'message'];

/** Reports a gap when it appears, and not in every round. */
function sayOnce(say: (line: string) => void): (warnings: readonly string[]) => void {
  let before = new Set<string>();
  return (warnings) => {
    for (const warning of warnings) if (!before.has(kindOf(warning))) say(`warning: ${clean(warning)}`);
    before = new Set(warnings.map((warning) => kindOf(warning)));
  };
}

/** Identifies a gap without its window, which moves with time. */
function kindOf(warning: string): string {
  return warning.replaceAll(/\d{4}-\d\d-\d\d[ T][\d:.]+Z?/g, '');
}
