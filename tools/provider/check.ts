import { readdirSync } from 'node:fs';
import path from 'node:path';
import { missing } from './needs.ts';

/** Lists what a vendor still lacks: `pnpm provider:check`, optionally with its id. */
const ROOT = path.join(import.meta.dirname, '../..');
const folders = readdirSync(path.join(ROOT, 'packages/core/src/providers'), { withFileTypes: true });
const known = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
const ids = process.argv.length > 2 ? process.argv.slice(2) : known;

for (const id of ids) {
  if (!/^[a-z0-9]+$/.test(id)) throw new Error(`${id} is no id: use lower-case letters and digits, as in zendesk`);
  const lacks = missing(ROOT, id);
  console.log(lacks.length === 0 ? `${id}: nothing is missing` : `${id} lacks:`);
  for (const line of lacks) console.log(`  ${line}`);
  if (lacks.length > 0) process.exitCode = 1;
}
