const MEGABYTE = 1024 * 1024;

/** What a piece of work took. */
export interface Taken {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Resident memory above what the process took before it began. */
  readonly peakMb: number;
}

/** What the work gave, and what it took. */
export async function measured<T>(work: () => Promise<T>): Promise<Taken & { readonly given: T }> {
  const idle = process.memoryUsage.rss();
  let peak = idle;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 10);
  const cpu = process.cpuUsage();
  const start = performance.now();
  const given = await work();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  clearInterval(watch);
  return { given, wallMs, cpuMs: (user + system) / 1000, peakMb: (peak - idle) / MEGABYTE };
}
