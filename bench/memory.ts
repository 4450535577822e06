import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { connect, events, ndjson, providers, summarize, type Connection } from '@trailhound/core';
import { nodePorts } from '@trailhound/host';

/** Peak memory above idle while a log goes to a file, and while it is summarised. The vendor runs in a process of its own. */
const COUNTS = process.argv.slice(2).map(Number);
const PORT = 43_117;
const MEGABYTE = 1024 * 1024;

for (const count of COUNTS.length > 0 ? COUNTS : [100_000, 1_000_000]) {
  const simulator = await startSimulator(count);
  try {
    await measure('export to NDJSON', count, exportAll);
    await measure('summarize', count, (connection) => summarize([connection], { since: '31d' }));
  } finally {
    simulator.kill();
  }
}

async function startSimulator(count: number): Promise<ReturnType<typeof spawn>> {
  const cli = createRequire(import.meta.url)
    .resolve('@trailhound/simulator')
    .replace('index.js', 'cli.js');
  const switches = ['--switch', 'zendesk.limitPerMinute=100000000'];
  const child = spawn(process.execPath, [cli, '--port', String(PORT), '--events', String(count), ...switches], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => {
    child.stdout.once('data', resolve);
  });
  return child;
}

async function measure(name: string, count: number, work: (connection: Connection) => Promise<unknown>): Promise<void> {
  const ports = nodePorts();
  // The pace is the vendor's wish and no cost of ours: here the simulator takes everything.
  const zendesk = { ...providers.zendesk, limits: { pageSize: 100, concurrency: 4 }, answer: quiet };
  const credential = {
    kind: 'api_token',
    values: { email: 'gil.generic@example.com', apiToken: 'zendesk-demo-api-token' },
  };
  const connection = connect(zendesk, { site: `http://127.0.0.1:${PORT + 1}`, credential }, ports);
  const idle = process.memoryUsage().rss;
  let peak = idle;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 50);
  const start = performance.now();
  await work(connection);
  clearInterval(watch);
  const seconds = (performance.now() - start) / 1000;
  await ports.close();
  process.stdout.write(
    `${name}, ${count} events: +${((peak - idle) / MEGABYTE).toFixed(0)} MB over ${(idle / MEGABYTE).toFixed(0)} MB idle, ${seconds.toFixed(0)} s\n`,
  );
}

/** Without what the vendor says about its rate. */
function quiet(...asked: Parameters<typeof providers.zendesk.answer>): ReturnType<typeof providers.zendesk.answer> {
  const { headroom: _, ...answer } = providers.zendesk.answer(...asked);
  return answer;
}

async function exportAll(connection: Connection): Promise<void> {
  const file = path.join(tmpdir(), `trailhound-${process.pid}.ndjson`);
  await pipeline(ndjson(events([connection], { since: '31d', order: 'oldest' })), createWriteStream(file));
  await rm(file);
}
