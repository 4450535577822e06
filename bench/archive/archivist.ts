import { statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { openArchive, signingKey, writeCheckpoint } from '@trailhound/archive';
import { holds } from '@trailhound/core/source';
import { companyYear } from './company.ts';

/** What keeping a year took, in a process of its own. */
export interface KeptYear {
  readonly events: number;
  readonly cpuMs: number;
  /** Of the file, with all indexes and the ledger. */
  readonly bytes: number;
  readonly checkpointMs: number;
}

const [folder = '', total = '0', telling = ''] = process.argv.slice(2);
const archive = openArchive(folder);
let [events, cpuMs] = [0, 0];
for (const { log, window, events: own } of companyYear(Number(total))) {
  // One that was killed goes on where it was.
  if ((await archive.covered(log)).some((one) => holds(one, window.from))) continue;
  const facts = { kind: 'read', pages: 1, readFrom: window.to, readTo: window.to, clockSkewMs: 0 } as const;
  const before = process.cpuUsage();
  await archive.put({ log, window, events: own, facts });
  const { user, system } = process.cpuUsage(before);
  cpuMs += (user + system) / 1000;
  events += own.length;
  if (telling !== '') writeSync(1, `${log.log} ${window.to}\n`);
}
const began = performance.now();
await writeCheckpoint(archive, signingKey(path.join(folder, '..', 'state')));
const checkpointMs = performance.now() - began;
await archive.close();
const { size: bytes } = statSync(path.join(folder, 'archive.db'));
if (telling === '') process.stdout.write(JSON.stringify({ events, cpuMs, bytes, checkpointMs } satisfies KeptYear));
