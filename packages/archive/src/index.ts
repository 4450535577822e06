// Every export here is public API for storing events: the archive, its source for questions, and syncing.
export { openArchive, type ArchiveOptions } from './archive.ts';
export { openServerArchive, type ServerOptions } from './clickhouse/open.ts';
export { isServerUrl } from './clickhouse/address.ts';
export { archiveSource, type SourceOptions } from './source.ts';
export { querySql, type SqlLimits } from './query-sql.ts';
export { serveSql } from './sql/serve.ts';
export type { Table, Value } from './sql/job.ts';
export { sync } from './sync/sync.ts';
export type { SyncedLog, SyncOptions, SyncProgress, SyncResult } from './sync/options.ts';
export { parquet, type ParquetOptions } from './parquet/parquet.ts';
export { originOf, readCheckpoints, splitNotes, writeCheckpoint } from './checkpoints.ts';
export { isWithin, warningsOf } from './health.ts';
export { reportOn, type ArchiveReport, type ReportedLog, type ReportOptions } from './report.ts';
export { memorySource, type Recall } from './memory/source.ts';
export type { LetGo } from './memory/release.ts';
export type { Memory, Piece, Taken } from './memory/store.ts';
export { readInThread, rememberInThread, type MemoryInThread } from './thread/reader.ts';
export { serveArchive } from './thread/serve.ts';
export { noteUpkeep, readUpkeep, type Upkeep } from './upkeep.ts';
export { knownSigningKey, signingKey } from './signing-key.ts';
export type {
  Archive,
  ArchiveReader,
  ArchiveStatus,
  Ask,
  CountAsk,
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
