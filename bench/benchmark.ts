/** A measurement that `pnpm bench <name>` runs: of the product, beside what it is compared with, in the same run. */
export interface Benchmark {
  readonly name: string;
  readonly title: string;
  /** What was done, on what, and what is compared with what: a paragraph of Markdown. */
  readonly about: string;
  /** A smoke run does the same with little, checks every answer, and takes seconds. */
  run(size: Size): Promise<readonly Finding[]>;
}

export type Size = 'full' | 'smoke';

/** One row of a table: the same figure, once for each round. */
export interface Finding {
  readonly what: string;
  readonly unit: Unit;
  readonly rounds: readonly number[];
  /** What the figure should be; without one it is there to be compared with. */
  readonly target?: Target;
  /** The bar chart that shows it, and by which name it stands there; findings of one chart have one unit. */
  readonly chart?: string;
  readonly label?: string;
  /** Ours, the limit that nobody can beat, or somebody else's. */
  readonly whose: 'ours' | 'limit' | 'peer';
}

/** `times`: how many times the limit or the peer, which is 1. */
export type Unit = 'times' | 'µs' | 'MB' | 's' | 'ms' | 'tokens' | 'calls' | 'packages' | '%' | 'of 10';

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

/** A benchmark whose answers are wrong measures nothing. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

/** A figure as a person reads it. */
export function show(value: number, unit: Unit): string {
  if (unit === 'times') return `${value.toFixed(2)}×`;
  const digits = value !== 0 && Math.abs(value) < (unit === 'µs' ? 100 : 10) && !Number.isInteger(value) ? 1 : 0;
  const figure = value.toLocaleString('en', { maximumFractionDigits: digits });
  return `${figure} ${unit}`;
}
