// Every export here is public API for keeping a ledger of what was read: records, proofs, signed checkpoints, verification.
export {
  chained,
  NO_EVENTS,
  NO_RECORD,
  RECORD_KINDS,
  recordHash,
  recordLine,
  type Emptiness,
  type LedgerRecord,
  type LogName,
  type RecordFacts,
  type RecordKind,
} from './record.ts';
export { createTree, hex, inclusionProof, leafHash, rootFromProof, rootOf, type Digest, type Tree } from './tree.ts';
export { eventLine, type Written } from './event-line.ts';
export { isSigned, parseNote, signNote, verifierKeyOf, type Head, type Note } from './note.ts';
export { byDay, missingPieces, type Wish } from './plan.ts';
export { PROBLEM_KINDS, type Problem, type ProblemKind } from './problem.ts';
export type { KeptLeaf } from './leaves.ts';
export { verifyLedger, type KeptLedger, type LedgerCheck, type LedgerResult } from './verify.ts';
