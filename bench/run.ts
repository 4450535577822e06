import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Benchmark, Size } from './benchmark.ts';
import { chart } from './report/chart.ts';
import { page, type Results, type Section } from './report/page.ts';
import { cells, HEAD, plainTable } from './report/table.ts';
import { benchmark as archive } from './archive/archive.ts';
import { benchmark as pace } from './pace.ts';
import { benchmark as investigations } from './server/investigations.ts';
import { benchmark as questions } from './server/questions.ts';
import { benchmark as start } from './server/start.ts';
import { benchmark as surface } from './server/surface.ts';
import { benchmark as n8n } from './workflow/n8n.ts';
import { benchmark as formats } from './volume/formats.ts';
import { benchmark as growth } from './volume/growth.ts';
import { benchmark as memory } from './volume/memory.ts';
import { benchmark as walk } from './walk/walk.ts';

const ALL: readonly Benchmark[] = [
  walk,
  memory,
  pace,
  growth,
  formats,
  archive,
  start,
  questions,
  investigations,
  surface,
  n8n,
];
const ROOT = path.join(import.meta.dirname, '..');
const KEPT = path.join(import.meta.dirname, 'results.json');
const PAGE = path.join(ROOT, 'docs/benchmarks.md');
const PICTURE = path.join(ROOT, 'docs/images/benchmarks.svg');

const { values, positionals } = parseArgs({
  options: { smoke: { type: 'boolean', default: false }, keep: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.find((name) => !ALL.some((benchmark) => benchmark.name === name));
if (unknown !== undefined) {
  throw new Error(`There is no benchmark ${unknown}. There are: ${ALL.map(({ name }) => name).join(', ')}.`);
}
const size: Size = values.smoke ? 'smoke' : 'full';
const chosen = ALL.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const isKept = size === 'full' && (positionals.length === 0 || values.keep);
for (const benchmark of chosen) {
  try {
    const section = await measured(benchmark);
    // Save right away, so that a later failure does not lose the results of several minutes.
    if (isKept) await keep(section);
  } catch (failed) {
    process.exitCode = 1;
    console.error(`${benchmark.title} failed; what was kept of it before stays.`, failed);
  }
}

async function measured(benchmark: Benchmark): Promise<Section> {
  const { name, title, about } = benchmark;
  const [before = 0] = loadavg();
  const began = performance.now();
  const findings = await benchmark.run(size);
  const seconds = Math.round((performance.now() - began) / 1000);
  const [after = 0] = loadavg();
  const load = `load ${before.toFixed(1)} before and ${after.toFixed(1)} after`;
  const section: Section = { name, title, about, on: new Date().toISOString().slice(0, 10), seconds, load, findings };
  process.stdout.write(
    size === 'smoke' ? `${title}: ${findings.length} figures, answers right (${seconds} s)\n` : report(section),
  );
  return section;
}

function report({ title, seconds, load, findings }: Section): string {
  return `\n${title} (${seconds} s, ${load})\n${plainTable([HEAD, ...findings.map(cells)])}\n`;
}

/** Replaces the previous results of a benchmark, and regenerates the pages from all results. */
async function keep(fresh: Section): Promise<void> {
  const before = await readFile(KEPT, 'utf8').then(
    (text) => JSON.parse(text) as Results,
    () => undefined,
  );
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  const results: Results = {
    machine,
    sections: ALL.flatMap(({ name }) => (name === fresh.name ? fresh : (find(name, before?.sections) ?? []))),
  };
  await writeFile(`${KEPT}.part`, JSON.stringify(results));
  await rename(`${KEPT}.part`, KEPT);
  await writeFile(PAGE, page(results));
  await writeFile(PICTURE, chart(results));
  execFileSync(path.join(ROOT, 'node_modules/.bin/oxfmt'), [KEPT, PAGE]);
}

function find(name: string, among: readonly Section[] = []): Section | undefined {
  return among.find((section) => section.name === name);
}
