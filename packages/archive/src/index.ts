// A line here is public API, for those who keep events: the archive, its source for questions, and syncing.
export { openArchive, type ArchiveOptions } from './archive.ts';
export { archiveSource, type SourceOptions } from './source.ts';
export { sync } from './sync/sync.ts';
export type { SyncedLog, SyncOptions, SyncProgress, SyncResult } from './sync/options.ts';
export { originOf, readCheckpoints, splitNotes, writeCheckpoint } from './checkpoints.ts';
export { warningsOf } from './health.ts';
export { knownSigningKey, signingKey } from './signing-key.ts';
export type {
  Archive,
  ArchiveStatus,
  Ask,
  Covered,
  Forget,
  Found,
  LogStatus,
  Lost,
  Put,
  PutFacts,
  Receipt,
  Verified,
  VerifyOptions,
} from './port.ts';
