import { providers, type Provider } from '@trailhound/core';
import { accountNames, describeSources, waysInWords } from '@trailhound/program';
import * as z from 'zod';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { json } from '../output/clean.ts';
import { rowLines } from '../output/table.ts';
import { ARCHIVE, ASKING, SETUP } from '../setup-options.ts';

const MINUTE = 60_000;

export const sourcesCommand = defineCommand({
  options: z.strictObject({ json: ASKING.json, ...ARCHIVE, ...SETUP }),
  examples: ['sources', 'sources --demo --json'],
  run: async ({ options, output, accounts, archive }) => {
    const open = await accounts({ mayLack: true });
    if (options.json) {
      await output.print([json(await describeSources({ ...open, archive }, { demo: options.demo }))]);
      return EXIT.whole;
    }
    const several = accountNames(open.connections).length > 0;
    const rows = open.connections.flatMap(({ provider, tenant }) =>
      provider.logs.map(({ id, kept, lagMs, heavy, holds }) => [
        several ? `${provider.id}.${id} of ${provider.id}/${tenant}` : `${provider.id}.${id}`,
        kept,
        `${lagMs / MINUTE} min`,
        heavy === true ? 'when named' : 'always',
        holds,
      ]),
    );
    await output.print(rowLines(COLUMNS, rows, output));
    const connected = new Set(open.connections.map(({ provider }) => provider.id));
    for (const provider of Object.values<Provider>(providers)) {
      if (!connected.has(provider.id)) output.say(`${provider.label} is not connected: set ${waysInWords(provider)}.`);
    }
    for (const problem of open.problems) output.say(`problem: ${problem}`);
    return EXIT.whole;
  },
});

const COLUMNS = ['LOG', 'KEPT', 'COMPLETE AFTER', 'ASKED', 'HOLDS'].map((title) => ({ title, most: 30 }));
