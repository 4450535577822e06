import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openArchive, type Archive } from '@trailhound/archive';
import { YEAR } from './company.ts';
import { SHAPES } from './shapes.ts';

/** What a reader saw while another process wrote a year. */
export interface Meanwhile {
  /** How long each question took on the clock, by share of the questions: half of them, 99 of 100, all. */
  readonly half: number;
  readonly p99: number;
  readonly most: number;
  readonly failed: number;
}

const [folder = '', total = '0'] = process.argv.slice(2);
const args = [path.join(import.meta.dirname, 'archivist.ts'), folder, total, 'tell'];
const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
const ended = once(writer, 'exit');
await once(writer.stdout, 'data');
writer.stdout.resume();
const archive = openArchive(folder, { readOnly: true });
const ms: number[] = [];
let failed = 0;
while (writer.exitCode === null) {
  const began = performance.now();
  await newest(archive).catch(() => (failed += 1));
  ms.push(performance.now() - began);
  await delay(1);
}
await ended;
await archive.close();
const sorted = ms.toSorted((a, b) => a - b);
const within = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Infinity;
process.stdout.write(
  JSON.stringify({ half: within(0.5), p99: within(0.99), most: within(1), failed } satisfies Meanwhile),
);

/** The first batch of the busiest log. */
async function newest(from: Archive): Promise<void> {
  const [shape] = SHAPES;
  if (shape === undefined) return;
  for await (const { events } of from.read({ log: shape.log, window: YEAR, order: 'newest' }))
    if (events.length > 0) return;
}
