import type { Tell } from './problem.ts';
import type { LedgerRecord, LogName } from './record.ts';
import { clip, union, type Window } from '../window.ts';

/** What both the records and the store say, to be compared. */
export interface Told {
  readonly covered: Map<string, Window[]>;
  /** Records whose events are gone: `missing` according to the store, `pruned` according to the ledger. */
  readonly missing: Set<number>;
  readonly pruned: Set<number>;
  readonly erased: Set<number>;
  readonly erasures: Set<number>;
}

export function nothingTold(): Told {
  return { covered: new Map(), missing: new Set(), pruned: new Set(), erased: new Set(), erasures: new Set() };
}

export function cover({ from = '', to = '', ...record }: LedgerRecord, { covered }: Told): void {
  const name = nameOf(record);
  covered.set(name, union([...(covered.get(name) ?? []), { from: Date.parse(from), to: Date.parse(to) }]));
}

export function prune({ records = [], to = '' }: LedgerRecord, { pruned, covered }: Told): void {
  for (const seq of records) pruned.add(seq);
  const kept = { from: Date.parse(to), to: Number.POSITIVE_INFINITY };
  for (const [name, windows] of covered)
    covered.set(
      name,
      windows.flatMap((window) => clip(window, kept) ?? []),
    );
}

/** Compares the store with the ledger, after all records have been read. */
export function checkTold(ledger: Told, covered: readonly (LogName & Window)[], tell: Tell): void {
  const unsaid = [...ledger.missing].filter((seq) => !ledger.pruned.has(seq));
  for (const seq of unsaid) tell('event_missing', seq, `The events of record ${seq} are gone, and no record says why.`);
  const hidden = [...ledger.erased].filter((seq) => !ledger.erasures.has(seq));
  if (hidden.length > 0) tell('event_missing', undefined, 'Events were erased, and no record says why.');
  const stored = new Map<string, Window[]>();
  for (const { from, to, ...log } of covered)
    stored.set(nameOf(log), [...(stored.get(nameOf(log)) ?? []), { from, to }]);
  for (const name of new Set([...stored.keys(), ...ledger.covered.keys()])) {
    if (textOf(union(stored.get(name) ?? [])) !== textOf(ledger.covered.get(name) ?? [])) {
      tell('coverage_altered', undefined, `What is said to be covered of ${name} is not what its records say.`);
    }
  }
}

function nameOf({ provider = '', tenant = '', log = '' }: Partial<LogName>): string {
  return `${provider}/${tenant} ${log}`;
}

function textOf(windows: readonly Window[]): string {
  return windows.map(({ from, to }) => `${from} ${to}`).join(', ');
}
