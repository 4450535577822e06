import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { optionsTable, serverJson, variablesTable } from './manifests.ts';

/** Writes the files that are generated from the code: server.json, and the tables of the README. */
const FOLDER = path.join(import.meta.dirname, '..');
const README = path.join(FOLDER, 'README.md');

writeFileSync(path.join(FOLDER, 'server.json'), `${JSON.stringify(serverJson(), null, 2)}\n`);
const tables = { variables: variablesTable(), options: optionsTable() };
let readme = readFileSync(README, 'utf8');
for (const [name, table] of Object.entries(tables)) {
  const place = new RegExp(`(<!-- ${name} -->)[\\s\\S]*?(<!-- end -->)`);
  readme = readme.replace(place, (_, begin: string, end: string) => `${begin}\n\n${table}\n\n${end}`);
}
writeFileSync(README, readme);
execFileSync('oxfmt', [README, path.join(FOLDER, 'server.json')], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
