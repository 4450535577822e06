import { locate } from '../identity.ts';
import { count, type Tell } from './problem.ts';
import type { LedgerRecord } from './record.ts';
import { createTree, hex, type Digest } from './tree.ts';

/** What the ledger needs to know of a stored event. */
export interface KeptLeaf {
  readonly uid: string;
  /** Epoch milliseconds, as the store sorts it. */
  readonly at: number;
  readonly leaf: Digest;
  /** Whether the entry itself had a time. */
  readonly stated: boolean;
  /** The record of its erasure, if only the leaf is left. */
  readonly erasedBy?: number;
}

/** Checks the leaves of a record and returns how many there are. */
export function checkLeaves(
  { seq, fresh, root }: Pick<LedgerRecord, 'seq' | 'fresh' | 'root'>,
  leaves: Iterable<KeptLeaf>,
  tell: Tell,
): number {
  const tree = createTree();
  let redated = 0;
  for (const { uid, at, leaf, stated } of leaves) {
    tree.add(leaf);
    if (stated && locate(uid)?.time !== at) redated += 1;
  }
  const size = tree.size();
  if (redated > 0)
    tell('event_redated', seq, `${count(redated, 'event', 'events')} of record ${seq} got another time.`);
  if (size !== fresh) tellCount(seq, size - fresh, tell);
  else if (redated === 0 && hex(tree.root()) !== root) {
    tell('event_altered', seq, `An event of record ${seq} was altered, or its root was.`);
  }
  return size;
}

function tellCount(seq: number, off: number, tell: Tell): void {
  if (off > 0) tell('event_added', seq, `${count(off, 'event was', 'events were')} added to record ${seq}.`);
  else
    tell('event_missing', seq, `${count(-off, 'event', 'events')} of record ${seq} ${off === -1 ? 'is' : 'are'} gone.`);
}
