import type { Level } from '../level.ts';
import type { Predicate } from './detection.ts';
import type { AnyMachine } from './machine.ts';
import type { Sight } from './sight.ts';

/** What a finding says about the rule that found it. */
export interface RuleInfo {
  /** Unique among the rules. */
  readonly key: string;
  readonly name: string;
  readonly version: number;
  readonly level: Level;
  readonly title: string;
  readonly attack: { readonly version?: string; readonly techniques: readonly string[] };
  readonly next?: string;
  readonly caveat?: string;
  readonly falsePositives: readonly string[];
  /** What the user has to provide before it can run. */
  readonly needs: readonly string[];
  /** How long it learns, in milliseconds. */
  readonly learnMs: number;
  /** How far back a window has to be read for it. */
  readonly reachMs: number;
}

/** Which logs a rule is about. */
export interface LogFilter {
  readonly product?: string | undefined;
  readonly log?: string | undefined;
}

/** Whether a rule is about a log. */
export function isAbout({ product = '', log: wanted = '' }: LogFilter, provider: string, log: string): boolean {
  return (product === '' || product === provider) && (wanted === '' || wanted === log);
}

/** How a match of a rule becomes a hit of a watch. */
export interface Link {
  readonly watch: Watch;
  readonly step: number;
  /** The groups that the hit belongs to. */
  readonly groups: (sight: Sight) => readonly string[];
  /** Whether the groups are names of a person, who may have more of them. */
  readonly isPerson: boolean;
  readonly value: ((sight: Sight) => string | number | undefined) | undefined;
  /** Whether events that do not match teach what is usual. */
  readonly learnsFromAll: boolean;
  readonly said: (sight: Sight) => readonly string[];
}

/** What turns hits into findings. */
export interface Watch {
  readonly rule: RuleInfo;
  readonly machine: AnyMachine;
  readonly logs: readonly LogFilter[];
}

/** A rule about single events, and the watches that its matches go to. */
export interface Matcher {
  readonly key: string;
  readonly logs: LogFilter;
  readonly matches: Predicate<Sight>;
  /** Filters of the user. */
  readonly excluded: readonly Predicate<Sight>[];
  readonly links: readonly Link[];
}

/** Rules, ready to run. */
export interface RulePlan {
  readonly matchers: readonly Matcher[];
  readonly watches: readonly Watch[];
  /** Whether a rule looks at the vendor's entries. */
  readonly needsRaw: boolean;
}
