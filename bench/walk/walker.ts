import type { Target } from '../vendors/facts.ts';
import { CONTESTANTS, type Contestant } from './contestants.ts';

/** What one walk took. */
export interface Walked {
  readonly events: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Resident memory above what the process took before it began. */
  readonly peakMb: number;
}

const MEGABYTE = 1024 * 1024;

const [contestant, target = ''] = process.argv.slice(2) as [Contestant, string?];
const idle = process.memoryUsage.rss();
let peak = idle;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 10);
const cpu = process.cpuUsage();
const start = performance.now();
const events = await CONTESTANTS[contestant](JSON.parse(target) as Target);
const wallMs = performance.now() - start;
const { user, system } = process.cpuUsage(cpu);
clearInterval(watch);
const walked: Walked = { events, wallMs, cpuMs: (user + system) / 1000, peakMb: (peak - idle) / MEGABYTE };
process.stdout.write(JSON.stringify(walked));
