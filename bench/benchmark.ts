/** A benchmark, run with `pnpm bench <name>`: it measures the product and its peers in the same run. */
export interface Benchmark {
  readonly name: string;
  readonly title: string;
  /** A paragraph of Markdown: what was measured, on which data, and what is compared. */
  readonly about: string;
  /** A smoke run uses little data, checks every answer, and takes seconds. */
  run(size: Size): Promise<readonly Finding[]>;
}

export type Size = 'full' | 'smoke';

/** One row of a table: the same figure for each round. */
export interface Finding {
  readonly what: string;
  readonly unit: Unit;
  readonly rounds: readonly number[];
  /** The target; without one, the figure is only there for comparison. */
  readonly target?: Target;
  /** The bar chart it belongs to, and its label there; all findings of a chart have the same unit. */
  readonly chart?: string;
  readonly label?: string;
  /** Ours, a limit that nobody can beat, or a peer's. */
  readonly whose: 'ours' | 'limit' | 'peer';
}

/** `times`: relative to the limit or the peer. */
export type Unit =
  | 'times'
  | 'µs'
  | 'MB'
  | 's'
  | 'ms'
  | 'tokens'
  | 'calls'
  | 'characters'
  | 'requests'
  | 'packages'
  | 'bytes'
  | 'events'
  | '%'
  | 'of 10';

export interface Target {
  readonly most?: number;
  readonly least?: number;
}

export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

export function spread(rounds: readonly number[]): Spread {
  const sorted = rounds.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return { least: at(0), median: at(Math.floor(sorted.length / 2)), most: at(sorted.length - 1) };
}

export function isReached({ rounds, target }: Finding): boolean | undefined {
  if (target === undefined) return undefined;
  const { median } = spread(rounds);
  return median <= (target.most ?? Infinity) && median >= (target.least ?? -Infinity);
}

/** Throws, because a benchmark with wrong answers measures nothing. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

/** Formats a figure for people. */
export function show(value: number, unit: Unit): string {
  if (unit === 'times') return `${value.toFixed(2)}×`;
  const digits = value !== 0 && Math.abs(value) < (unit === 'µs' ? 100 : 10) && !Number.isInteger(value) ? 1 : 0;
  const figure = value.toLocaleString('en', { maximumFractionDigits: digits });
  return `${figure} ${unit}`;
}
