import { writeSync } from 'node:fs';
import { openArchive } from '../src/index.ts';
import { hour, LOG } from './entries.ts';
import { HOUR } from './times.ts';

/** Writes hour after hour into a folder until it is killed, and says each that is kept. Begins where the archive ends. */
const [folder = '', start = '0'] = process.argv.slice(2);
const archive = openArchive(folder);
const [covered] = await archive.covered(LOG);
let next = covered === undefined ? 0 : (covered.to - Number(start)) / HOUR;
writeSync(1, 'up\n');
for (;;) {
  await archive.put(hour(next, Number(start)));
  next += 1;
  writeSync(1, `${next}\n`);
}
