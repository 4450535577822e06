import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openArchive } from '@trailhound/archive';
import { companyYear } from './company.ts';

/** What was found wrong after all kills together. */
export interface Killed {
  readonly lost: number;
  readonly gaps: number;
  readonly repeated: number;
  readonly problems: number;
}

const EVENTS = 100_000;
/** An archive that grows for ever would take ever longer to verify. */
const EACH = 10;

/** Kills a writer at random moments, and looks at what is kept after each time. */
export async function killOften(kills: number): Promise<Killed> {
  const sum = { lost: 0, gaps: 0, repeated: 0, problems: 0 };
  let folder = '';
  for (let kill = 0; kill < kills; kill += 1) {
    if (kill % EACH === 0) {
      await rm(folder, { recursive: true, force: true });
      folder = await mkdtemp(path.join(tmpdir(), 'trailhound-bench-'));
    }
    const told = await writeAndDie(folder, 150 + ((kill * 61) % 400));
    const found = await examine(folder, told);
    for (const name of ['lost', 'gaps', 'repeated', 'problems'] as const) sum[name] += found[name];
  }
  await rm(folder, { recursive: true, force: true });
  return sum;
}

/** Up to when each log was acknowledged. */
type Told = ReadonlyMap<string, number>;

async function writeAndDie(folder: string, afterMs: number): Promise<Told> {
  const program = path.join(import.meta.dirname, 'archivist.ts');
  const child = spawn(process.execPath, [program, folder, String(EVENTS), 'tell'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += String(text)));
  const ended = once(child, 'close');
  await delay(afterMs);
  child.kill('SIGKILL');
  await ended;
  const lines = said
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' '));
  return new Map(lines.map(([log = '', to]) => [log, Number(to)]));
}

async function examine(folder: string, told: Told): Promise<Killed> {
  const archive = openArchive(folder);
  const { problems, gaps } = await archive.verify();
  const { logs } = await archive.status();
  await archive.close();
  const until = new Map(logs.map(({ log, covered }) => [log, covered.at(-1)?.to ?? 0]));
  const expected = new Map<string, number>();
  for (const { log, window, events } of companyYear(EVENTS)) {
    if (window.to <= (until.get(log.log) ?? 0)) expected.set(log.log, (expected.get(log.log) ?? 0) + events.length);
    if ([...until.values()].every((to) => window.from >= to)) break;
  }
  const differences = logs.map(({ log, events }) => (expected.get(log) ?? 0) - events);
  const unkept = [...told].filter(([log, to]) => (until.get(log) ?? 0) < to).length;
  return {
    lost: unkept + differences.reduce((sum, one) => sum + Math.max(0, one), 0),
    repeated: differences.reduce((sum, one) => sum + Math.max(0, -one), 0),
    gaps: gaps.length,
    problems: problems.length,
  };
}
