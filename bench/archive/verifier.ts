import { openArchive } from '@trailhound/archive';
import { measured, type Taken } from '../measured.ts';

/** A verification of everything. */
export interface VerifiedYear extends Taken {
  readonly events: number;
  readonly problems: number;
}

const [folder = ''] = process.argv.slice(2);
const archive = openArchive(folder, { readOnly: true });
const { given, ...taken } = await measured(() => archive.verify());
await archive.close();
const verified: VerifiedYear = { ...taken, events: given.events, problems: given.problems.length };
process.stdout.write(JSON.stringify(verified));
