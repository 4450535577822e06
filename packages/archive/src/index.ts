// A line here is public API, for those who keep events: the archive, its source for questions, and syncing.
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
export type { Sync, SyncedLog, SyncOptions, SyncProgress, SyncResult } from './sync.ts';
