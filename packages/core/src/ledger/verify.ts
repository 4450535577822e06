import { locate } from '../identity.ts';
import { isSigned, parseNote, type Note } from './note.ts';
import { NO_RECORD, recordHash, recordLine, type LedgerRecord, type LogName } from './record.ts';
import { createTree, hex, leafHash, type Digest, type Tree } from './tree.ts';
import { isObject, parseJson } from '../json.ts';
import { clip, union, type Window } from '../window.ts';

/** What can be wrong with an archive; each is told in a sentence of its own. */
export const PROBLEM_KINDS = [
  'record_missing',
  'record_altered',
  'records_reordered',
  'event_missing',
  'event_added',
  'event_altered',
  'event_redated',
  'coverage_altered',
  'checkpoint_unreadable',
  'checkpoint_forged',
  'rolled_back',
  'history_rewritten',
] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

/** Something that was altered, and where. */
export interface Problem {
  readonly kind: ProblemKind;
  /** The record that shows it. */
  readonly seq: number | undefined;
  readonly text: string;
}

/** An event of a record, as far as the ledger looks at it. */
export interface KeptLeaf {
  readonly uid: string;
  /** Epoch milliseconds, as the store sorts it. */
  readonly at: number;
  readonly leaf: Digest;
  /** Whether the entry had a time of its own. */
  readonly stated: boolean;
  /** The record of its erasure, where only the leaf is left. */
  readonly erasedBy?: number;
}

/** A ledger as its store has it, read once from beginning to end. */
export interface KeptLedger {
  readonly archive: string;
  /** Every record as it is kept, in the store's order. */
  readonly lines: () => AsyncIterable<string> | Iterable<string>;
  /** The events of a record by time, then uid, with the leaves of the erased ones. Undefined where they were pruned. */
  readonly leaves: (seq: number) => Iterable<KeptLeaf> | undefined;
  /** The leaves that a record of an erasure left behind, by time, then uid. */
  readonly erasedBy: (seq: number) => Iterable<KeptLeaf>;
  /** What the store takes for covered. */
  readonly covered: () => readonly (LogName & Window)[];
  /** Events that belong to no record. */
  readonly strays: () => number;
}

/** What else is looked at. */
export interface LedgerCheck {
  /** Signed notes, each whole. */
  readonly notes: readonly string[];
  /** The key that they must be signed with. */
  readonly verifierKey?: string | undefined;
  readonly progress?: ((done: { readonly records: number; readonly events: number }) => void) | undefined;
}

/** How much was looked at, and what was wrong. */
export interface LedgerResult {
  readonly records: number;
  readonly events: number;
  readonly problems: readonly Problem[];
}

/** What has been seen so far. */
interface Walk {
  readonly tree: Tree;
  readonly tell: (kind: ProblemKind, seq: number | undefined, text: string) => void;
  readonly ledger: Told;
  prev: string;
  seq: number;
  events: number;
}

/** What records say that the store says as well. */
interface Told {
  readonly covered: Map<string, Window[]>;
  /** Records whose events are gone, as the store has it, and as the ledger says. */
  readonly missing: Set<number>;
  readonly pruned: Set<number>;
  readonly erased: Set<number>;
  readonly erasures: Set<number>;
}

const MOST_TOLD = 100;

/** Looks at every record and every event once: the chain, each root, what is covered, each signed note. */
export async function verifyLedger(kept: KeptLedger, check: LedgerCheck): Promise<LedgerResult> {
  const problems: Problem[] = [];
  const tell: Walk['tell'] = (kind, seq, text) => {
    if (problems.length < MOST_TOLD) problems.push({ kind, seq, text });
  };
  const walk: Walk = { tree: createTree(), tell, ledger: nothingTold(), prev: NO_RECORD, seq: 0, events: 0 };
  const notes = readNotes(check, tell);
  for await (const line of kept.lines()) {
    const record = readRecord(line, walk);
    if (record !== undefined) checkRecord(record, kept, walk);
    walk.tree.add(leafHash(line));
    checkRoots(notes, walk);
    check.progress?.({ records: walk.tree.size(), events: walk.events });
  }
  const size = walk.tree.size();
  for (const note of notes.filter((one) => one.size > size)) tell('rolled_back', note.size, rolledBack(note, size));
  checkStore(kept, walk);
  return { records: size, events: walk.events, problems };
}

function nothingTold(): Told {
  return { covered: new Map(), missing: new Set(), pruned: new Set(), erased: new Set(), erasures: new Set() };
}

/** Checks what the store has of a record, and learns what the record says of others. */
function checkRecord(record: LedgerRecord, kept: KeptLedger, walk: Walk): void {
  const { seq, kind, fresh, root, gone = 0 } = record;
  const { ledger } = walk;
  if (kind === 'erase') {
    ledger.erasures.add(seq);
    checkLeaves({ seq, fresh: gone, root }, kept.erasedBy(seq), walk);
    return;
  }
  if (kind === 'prune') prune(record, ledger);
  if (kind === 'read') cover(record, ledger);
  const leaves = kept.leaves(seq);
  if (leaves === undefined) ledger.missing.add(seq);
  else walk.events += checkLeaves({ seq, fresh, root }, noting(leaves, ledger), walk);
}

function* noting(leaves: Iterable<KeptLeaf>, { erased }: Told): Generator<KeptLeaf, void, undefined> {
  for (const leaf of leaves) {
    if (leaf.erasedBy !== undefined) erased.add(leaf.erasedBy);
    yield leaf;
  }
}

function cover({ from = '', to = '', ...record }: LedgerRecord, { covered }: Told): void {
  const name = nameOf(record);
  covered.set(name, union([...(covered.get(name) ?? []), { from: Date.parse(from), to: Date.parse(to) }]));
}

function prune({ records = [], to = '' }: LedgerRecord, { pruned, covered }: Told): void {
  for (const seq of records) pruned.add(seq);
  const kept = { from: Date.parse(to), to: Number.POSITIVE_INFINITY };
  for (const [name, windows] of covered)
    covered.set(
      name,
      windows.flatMap((window) => clip(window, kept) ?? []),
    );
}

/** What the store says against what the ledger says, once all of it is known. */
function checkStore(kept: KeptLedger, { ledger, tell }: Walk): void {
  const unsaid = [...ledger.missing].filter((seq) => !ledger.pruned.has(seq));
  for (const seq of unsaid) tell('event_missing', seq, `The events of record ${seq} are gone, and no record says why.`);
  const hidden = [...ledger.erased].filter((seq) => !ledger.erasures.has(seq));
  if (hidden.length > 0) tell('event_missing', undefined, 'Events were erased, and no record says why.');
  const stored = new Map<string, Window[]>();
  for (const { from, to, ...log } of kept.covered())
    stored.set(nameOf(log), [...(stored.get(nameOf(log)) ?? []), { from, to }]);
  for (const name of new Set([...stored.keys(), ...ledger.covered.keys()])) {
    if (textOf(union(stored.get(name) ?? [])) !== textOf(ledger.covered.get(name) ?? [])) {
      tell('coverage_altered', undefined, `What is said to be covered of ${name} is not what its records say.`);
    }
  }
  const strays = kept.strays();
  if (strays > 0) tell('event_added', undefined, `${count(strays, 'event belongs', 'events belong')} to no record.`);
}

function nameOf({ provider = '', tenant = '', log = '' }: Partial<LogName>): string {
  return `${provider}/${tenant} ${log}`;
}

function textOf(windows: readonly Window[]): string {
  return windows.map(({ from, to }) => `${from} ${to}`).join(', ');
}

/** Checks the place and the hash of a record. Undefined for what is none. */
function readRecord(line: string, walk: Walk): LedgerRecord | undefined {
  const expected = walk.seq + 1;
  const parsed = parseJson(line);
  if (!isObject(parsed) || typeof parsed['seq'] !== 'number') {
    walk.tell('record_altered', expected, `Record ${expected} cannot be read.`);
    walk.seq = expected;
    return undefined;
  }
  const record = parsed as unknown as LedgerRecord;
  const { seq, hash } = record;
  checkPlace(record, expected, walk);
  if (recordHash(record) !== hash || recordLine(record) !== line) {
    walk.tell('record_altered', seq, `Record ${seq} was altered: its hash is not that of what it says.`);
  }
  walk.seq = seq;
  walk.prev = hash;
  return record;
}

function checkPlace({ seq, prev }: LedgerRecord, expected: number, walk: Walk): void {
  if (seq < expected) {
    walk.tell('records_reordered', seq, `Record ${seq} stands behind record ${walk.seq}: records have changed places.`);
  } else if (seq > expected) {
    const gone = seq === expected + 1 ? `Record ${expected} is` : `Records ${expected} to ${seq - 1} are`;
    walk.tell('record_missing', expected, `${gone} missing.`);
  } else if (prev !== walk.prev) {
    walk.tell(
      'record_altered',
      seq,
      `Record ${seq} does not follow the record before it: one of the two was replaced.`,
    );
  }
}

/** Checks the leaves of a record; says how many there are. */
function checkLeaves(
  { seq, fresh, root }: Pick<LedgerRecord, 'seq' | 'fresh' | 'root'>,
  leaves: Iterable<KeptLeaf>,
  { tell }: Walk,
): number {
  const tree = createTree();
  let redated = 0;
  for (const { uid, at, leaf, stated } of leaves) {
    tree.add(leaf);
    if (stated && locate(uid)?.time !== at) redated += 1;
  }
  const size = tree.size();
  const off = size - fresh;
  if (redated > 0)
    tell('event_redated', seq, `${count(redated, 'event', 'events')} of record ${seq} got another time.`);
  if (off < 0)
    tell('event_missing', seq, `${count(-off, 'event', 'events')} of record ${seq} ${off === -1 ? 'is' : 'are'} gone.`);
  if (off > 0) tell('event_added', seq, `${count(off, 'event was', 'events were')} added to record ${seq}.`);
  if (off === 0 && redated === 0 && hex(tree.root()) !== root) {
    tell('event_altered', seq, `An event of record ${seq} was altered, or its root was.`);
  }
  return size;
}

function readNotes({ notes, verifierKey }: LedgerCheck, tell: Walk['tell']): Note[] {
  return notes.flatMap((text) => {
    const note = parseNote(text);
    if (note === undefined) {
      tell('checkpoint_unreadable', undefined, 'A signed checkpoint cannot be read.');
      return [];
    }
    if (verifierKey === undefined || isSigned(note, verifierKey)) return [note];
    tell(
      'checkpoint_forged',
      note.size,
      `The checkpoint over ${note.size} records is not signed with the key of this archive.`,
    );
    return [];
  });
}

function checkRoots(notes: readonly Note[], { tree, tell }: Walk): void {
  const size = tree.size();
  const here = notes.filter((note) => note.size === size);
  if (here.length === 0) return;
  const root = hex(tree.root());
  if (here.some((note) => hex(note.root) !== root)) {
    const text = `The first ${size} records are not those that were signed: the history before record ${size} was rewritten.`;
    tell('history_rewritten', size, text);
  }
}

function rolledBack({ size }: Note, held: number): string {
  return `A checkpoint is signed over ${size} records, and there are ${held}: this is an older copy, or its end was cut off.`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
