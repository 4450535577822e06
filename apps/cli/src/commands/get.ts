import type { AuditEvent } from '@trailhound/core';
import { fetchEvent } from '@trailhound/program';
import * as z from 'zod';
import { defineCommand } from '../command.ts';
import { clean, json } from '../output/clean.ts';
import { EXIT } from '../exit-codes.ts';
import { ARCHIVE, ASKING, SETUP } from '../setup-options.ts';

export const getCommand = defineCommand({
  operands: ['uid'],
  options: z.strictObject({ ...ASKING, ...ARCHIVE, ...SETUP }),
  examples: ['get zendesk:35436', 'get zendesk-mi8x2k4p-1a2b3c4d5e6f7a8b --json'],
  notes: ['To see uids, search with --fields time,actor,uid, or with --json.'],
  run: async ({ operands, options, output, accounts, archive, reading }) => {
    const [uid = ''] = operands;
    const { connections } = await accounts();
    const event = await fetchEvent(uid, connections, await reading(), archive);
    await output.print(options.json ? [json(event)] : eventLines(event));
    return EXIT.whole;
  },
});

function eventLines({ raw, ...event }: AuditEvent): string[] {
  const fields = Object.entries(event).filter(([, value]) => value !== undefined && !isEmpty(value));
  const width = Math.max(...fields.map(([name]) => name.length));
  return [
    ...fields.map(
      ([name, value]) => `${name.padEnd(width)}  ${typeof value === 'string' ? clean(value) : json(value)}`,
    ),
    ...(raw === undefined ? [] : [`${'raw'.padEnd(width)}  ${json(raw, 2)}`]),
  ];
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
