import { search, summarize } from '@trailhound/core';
import * as z from 'zod';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { barLines } from '../output/bars.ts';
import { clean } from '../output/clean.ts';
import { sayReport, reportOn } from '../report.ts';
import { eventLines } from './search.ts';
import { SETUP } from '../setup-options.ts';

const { providers } = SETUP;

export const demoCommand = defineCommand({
  options: z.strictObject({
    demo: SETUP.demo.default(true).describe('Simulated accounts; on unless --no-demo is given'),
    providers,
  }),
  examples: ['demo'],
  notes: ['All of its data is made up. --demo works with every other command, too.'],
  run: async (call) => {
    const { output } = call;
    const { connections } = await call.accounts();
    const newest = await search(connections, { limit: 8 }, await call.reading());
    const counted = await summarize(connections, { since: '7d', by: ['actor'], top: 6 }, await call.reading());
    const bars = counted.groups.flatMap(({ top }) => top.map(({ value, count }) => ({ label: clean(value), count })));
    const fields = ['time', 'provider', 'actor', 'action', 'message'];
    await output.print([
      output.styled('bold', '$ trailhound search --demo --limit 8'),
      ...eventLines(newest.events, { fields, tenant: false, call }),
      '',
      output.styled('bold', '$ trailhound summarize --demo --since 7d --by actor --top 6'),
      ...barLines(bars, output.width),
      '',
      'Try these, too:',
      '  trailhound trace dana.doe@example.com --demo',
      '  trailhound follow --demo --since 24h --json --once',
      '  trailhound export --demo --since 7d --out events.ndjson',
    ]);
    sayReport(reportOn({ ...counted, connections, events: counted.total }), output);
    return EXIT.whole;
  },
});
