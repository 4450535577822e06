import type { TextSpan } from './marker.ts';

/** A match of one pattern in a text. */
export interface PatternMatch {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A syntax that assigns a value to a name: how to find it, and which part of it is a secret. */
export interface Assignment {
  readonly pattern: RegExp;
  readonly read: (found: PatternMatch) => TextSpan | undefined;
}
