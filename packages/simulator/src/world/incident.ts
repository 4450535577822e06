/** An entry of an incident, some time before the end of the world. */
export interface Clue {
  readonly log: string;
  /** How long before the end, in milliseconds. */
  readonly ago: number;
  /** The fields that matter; the others are generated. */
  readonly entry: Readonly<Record<string, unknown>>;
}

/** Something that a reviewer should find. */
export type Incident = readonly Clue[];

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How often something happens, and when first. */
export interface Rhythm {
  readonly times: number;
  /** How long before the end it begins, in milliseconds. */
  readonly ago: number;
  readonly apart?: number;
}

/** The same again and again; by default, every minute. */
export function repeatedly(
  { times, ago, apart = MINUTE }: Rhythm,
  clue: (index: number) => Omit<Clue, 'ago'>,
): Incident {
  return Array.from({ length: times }, (_, index) => ({ ...clue(index), ago: ago - index * apart }));
}
