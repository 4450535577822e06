import * as z from 'zod';
import { defineCommand } from '../command.ts';
import { ARCHIVE, ASKING, SETUP } from '../setup-options.ts';
import { WHERE } from '../accounts.ts';

const DEADLINE_S = 45;

export const doctorCommand = defineCommand({
  options: z.strictObject({ ...ASKING, ...ARCHIVE, ...SETUP }),
  examples: ['doctor', 'doctor --demo', 'doctor --json', 'doctor --archive ./archive'],
  notes: ['Exit code 0 means that every account works, 1 that something is wrong.'],
  run: async ({ options, output, accounts, archive }) => {
    const { runDoctor } = await import('@trailhound/program/doctor');
    const open = await accounts({ mayLack: true });
    const deadline = options.deadline === 0 ? DEADLINE_S : options.deadline;
    const said: string[] = [];
    const visit = { ...open, archive, deadline, json: options.json, where: WHERE };
    const code = await runDoctor(visit, (text) => said.push(text));
    await output.print([said.join('').trimEnd()]);
    return code;
  },
});
