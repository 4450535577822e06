import { isObject, parseJson } from '../json.ts';
import { checkLeaves, type KeptLeaf } from './leaves.ts';
import { isSigned, parseNote, type Note } from './note.ts';
import { count, type Problem, type Tell } from './problem.ts';
import { NO_RECORD, recordHash, recordLine, type LedgerRecord, type LogName } from './record.ts';
import { checkTold, cover, nothingTold, prune, type Told } from './told.ts';
import { createTree, hex, leafHash, type Tree } from './tree.ts';
import type { Window } from '../window.ts';

/** A store on a server responds asynchronously. */
type MaybeLater<T> = T | Promise<T>;

/** A stored ledger, read once from beginning to end. */
export interface KeptLedger {
  readonly archive: string;
  /** Every record as it is stored, in the store's order. */
  readonly lines: () => AsyncIterable<string> | Iterable<string>;
  /** The events of a record by time, then uid, including the leaves of erased ones. Undefined if they were pruned. */
  readonly leaves: (seq: number) => MaybeLater<Iterable<KeptLeaf> | undefined>;
  /** The leaves that a record of an erasure left behind, by time, then uid. */
  readonly erasedBy: (seq: number) => MaybeLater<Iterable<KeptLeaf>>;
  /** The windows that are covered according to the store. */
  readonly covered: () => readonly (LogName & Window)[];
  /** Events that belong to no record. */
  readonly strays: () => number;
}

/** What else is verified. */
export interface LedgerCheck {
  /** The complete text of each signed note. */
  readonly notes: readonly string[];
  /** The key that they must be signed with. */
  readonly verifierKey?: string | undefined;
  readonly progress?: ((done: { readonly records: number; readonly events: number }) => void) | undefined;
}

/** How much was checked, and what was wrong. */
export interface LedgerResult {
  readonly records: number;
  readonly events: number;
  readonly problems: readonly Problem[];
}

/** The state of a verification in progress. */
interface Walk {
  readonly tree: Tree;
  readonly tell: Tell;
  readonly ledger: Told;
  prev: string;
  seq: number;
  events: number;
}

const MOST_TOLD = 100;

/** Checks every record and every event once: the chain, each root, the coverage, each signed note. */
export async function verifyLedger(kept: KeptLedger, check: LedgerCheck): Promise<LedgerResult> {
  const problems: Problem[] = [];
  const tell: Tell = (kind, seq, text) => {
    if (problems.length < MOST_TOLD) problems.push({ kind, seq, text });
  };
  const walk: Walk = { tree: createTree(), tell, ledger: nothingTold(), prev: NO_RECORD, seq: 0, events: 0 };
  const notes = readNotes(check, tell);
  for await (const line of kept.lines()) {
    const record = readRecord(line, walk);
    if (record !== undefined) await checkRecord(record, kept, walk);
    walk.tree.add(leafHash(line));
    checkRoots(notes, walk);
    check.progress?.({ records: walk.tree.size(), events: walk.events });
  }
  const size = walk.tree.size();
  for (const note of notes.filter((one) => one.size > size)) tell('rolled_back', note.size, rolledBack(note, size));
  checkTold(walk.ledger, kept.covered(), tell);
  const strays = kept.strays();
  if (strays > 0) tell('event_added', undefined, `${count(strays, 'event belongs', 'events belong')} to no record.`);
  return { records: size, events: walk.events, problems };
}

/** Checks the events of a record, and collects what it says about others. */
async function checkRecord(record: LedgerRecord, kept: KeptLedger, walk: Walk): Promise<void> {
  const { seq, kind, fresh, root, gone = 0 } = record;
  const { ledger, tell } = walk;
  if (kind === 'erase') {
    ledger.erasures.add(seq);
    checkLeaves({ seq, fresh: gone, root }, await kept.erasedBy(seq), tell);
    return;
  }
  if (kind === 'prune') prune(record, ledger);
  if (kind === 'read') cover(record, ledger);
  const leaves = await kept.leaves(seq);
  if (leaves === undefined) ledger.missing.add(seq);
  else walk.events += checkLeaves({ seq, fresh, root }, noting(leaves, ledger), tell);
}

function* noting(leaves: Iterable<KeptLeaf>, { erased }: Told): Generator<KeptLeaf, void, undefined> {
  for (const leaf of leaves) {
    if (leaf.erasedBy !== undefined) erased.add(leaf.erasedBy);
    yield leaf;
  }
}

/** Checks the position and the hash of a record. Undefined if the line is not a record. */
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

function readNotes({ notes, verifierKey }: LedgerCheck, tell: Tell): Note[] {
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
