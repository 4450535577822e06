import { existsSync, statSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LogStatus } from '@trailhound/archive';
import { AuditError } from '@trailhound/core';
import type { LogName } from '@trailhound/core/ledger';
import { clip, type Window } from '@trailhound/core/source';
import { writeNewFolder, type Written } from '@trailhound/program';
import { writeHeld, type Held } from './held-file.ts';

const FILE = 'events.parquet';
const MANIFEST = 'manifest.ndjson';

/** One file of a folder, as its manifest lists it. */
interface MonthFile extends LogName, Written {
  readonly file: string;
  readonly month: string;
}

/** The result of writing a folder. */
interface WrittenMonths {
  readonly events: number;
  readonly bytes: number;
  readonly files: readonly MonthFile[];
}

/** Whether a name means a folder. */
export function isFolderName(name: string): boolean {
  return /[/\\]$/.test(name) || (existsSync(name) && statSync(name).isDirectory());
}

/** Writes a folder with a file per log and month, in Hive's layout. The folder appears only when it is complete. */
export async function writeMonths(folder: string, held: Held): Promise<WrittenMonths> {
  if (existsSync(folder)) throw alreadyThere(folder);
  const files = await writeNewFolder(folder, (part) => writeFiles(part, held));
  const sum = (of: (file: MonthFile) => number): number => files.reduce((total, file) => total + of(file), 0);
  return { events: sum(({ events }) => events), bytes: sum(({ bytes }) => bytes), files };
}

async function writeFiles(folder: string, held: Held): Promise<MonthFile[]> {
  const files: MonthFile[] = [];
  const pieces = held.logs.flatMap((log) => monthsOf(heldOf(log, held.window)).map((window) => ({ log, window })));
  for (const { log, window } of pieces) {
    const written = await writeMonth(folder, log, { ...held, window });
    if (written !== undefined) files.push(written);
  }
  const lines = files.map((file) => `${JSON.stringify(file)}\n`);
  await writeFile(path.join(folder, MANIFEST), lines.join(''), { mode: 0o600 });
  return files;
}

async function writeMonth(root: string, log: LogStatus, held: Held): Promise<MonthFile | undefined> {
  const month = new Date(held.window.from).toISOString().slice(0, 'yyyy-mm'.length);
  const name = { provider: log.provider, tenant: log.tenant, log: log.log };
  const parts = Object.entries({ ...name, month }).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  const inside = path.join(root, ...parts);
  await mkdir(inside, { mode: 0o700, recursive: true });
  const written = await writeHeld(path.join(inside, FILE), { ...held, logs: [log] }, 'parquet');
  if (written.events > 0) return { file: [...parts, FILE].join('/'), ...name, month, ...written };
  await rm(inside, { recursive: true });
  return undefined;
}

/** The part of a window between the first and the last stretch that was read. */
function heldOf({ covered }: LogStatus, window: Window): Window | undefined {
  const [first, last] = [covered[0], covered.at(-1)];
  return first && last && clip({ from: first.from, to: last.to }, window);
}

/** The months of a window, in UTC. */
function monthsOf(window: Window | undefined): Window[] {
  if (window === undefined) return [];
  const months: Window[] = [];
  const first = new Date(window.from);
  for (let month = first.getUTCMonth(); ; month += 1) {
    const [from, to] = [Date.UTC(first.getUTCFullYear(), month), Date.UTC(first.getUTCFullYear(), month + 1)];
    const shared = clip({ from, to }, window);
    if (shared === undefined) return months;
    months.push(shared);
  }
}

function alreadyThere(folder: string): AuditError {
  return new AuditError({
    code: 'invalid_query',
    field: 'out',
    message: `--out: ${folder} is there already`,
    hint: 'Name a folder that is not there yet: an export appears when it is whole, and replaces nothing.',
  });
}
