import { locate } from '../identity.ts';
import { isSigned, parseNote, type Note } from './note.ts';
import { NO_RECORD, recordHash, recordLine, type LedgerRecord } from './record.ts';
import { createTree, hex, leafHash, type Digest, type Tree } from './tree.ts';
import { isObject, parseJson } from '../json.ts';

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
}

/** A ledger as its store has it, read once from beginning to end. */
export interface KeptLedger {
  readonly archive: string;
  /** Every record as it is kept, in the store's order. */
  readonly lines: () => AsyncIterable<string> | Iterable<string>;
  /** The events of a record by time, then uid; the erased ones by what is left of them. Undefined where they were pruned. */
  readonly leaves: (seq: number) => Iterable<KeptLeaf> | undefined;
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
  prev: string;
  seq: number;
  events: number;
}

const MOST_TOLD = 100;

/** Looks at every record and every event once: the chain, each root, each signed note. Reads nothing twice. */
export async function verifyLedger(kept: KeptLedger, check: LedgerCheck): Promise<LedgerResult> {
  const problems: Problem[] = [];
  const tell: Walk['tell'] = (kind, seq, text) => {
    if (problems.length < MOST_TOLD) problems.push({ kind, seq, text });
  };
  const walk: Walk = { tree: createTree(), tell, prev: NO_RECORD, seq: 0, events: 0 };
  const notes = readNotes(check, tell);
  for await (const line of kept.lines()) {
    const record = readRecord(line, walk);
    if (record !== undefined) checkEvents(record, kept.leaves(record.seq), walk);
    walk.tree.add(leafHash(line));
    checkRoots(notes, walk);
    check.progress?.({ records: walk.tree.size(), events: walk.events });
  }
  const size = walk.tree.size();
  for (const note of notes.filter((one) => one.size > size)) tell('rolled_back', note.size, rolledBack(note, size));
  const strays = kept.strays();
  if (strays > 0) tell('event_added', undefined, `${count(strays, 'event belongs', 'events belong')} to no record.`);
  return { records: size, events: walk.events, problems };
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

function checkEvents({ seq, fresh, root }: LedgerRecord, leaves: Iterable<KeptLeaf> | undefined, walk: Walk): void {
  if (leaves === undefined) return;
  const tree = createTree();
  let redated = 0;
  for (const { uid, at, leaf, stated } of leaves) {
    tree.add(leaf);
    if (stated && locate(uid)?.time !== at) redated += 1;
  }
  walk.events += tree.size();
  const off = tree.size() - fresh;
  if (redated > 0)
    walk.tell('event_redated', seq, `${count(redated, 'event', 'events')} of record ${seq} got another time.`);
  if (off < 0)
    walk.tell(
      'event_missing',
      seq,
      `${count(-off, 'event', 'events')} of record ${seq} ${-off === 1 ? 'is' : 'are'} gone.`,
    );
  if (off > 0) walk.tell('event_added', seq, `${count(off, 'event was', 'events were')} added to record ${seq}.`);
  if (off === 0 && redated === 0 && hex(tree.root()) !== root) {
    walk.tell('event_altered', seq, `An event of record ${seq} was altered, or its root was.`);
  }
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
