import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const FILE = 'upkeep.json';

/** What was last done to keep an archive trustworthy. It lies beside the archive, so it reminds, and proves nothing. */
export interface Upkeep {
  readonly verified?: {
    /** When, in ISO. */
    readonly at: string;
    /** How many records there were. */
    readonly records: number;
    readonly problems: number;
  };
  /** The last copy of a signed checkpoint that went to another place. */
  readonly copied?: { readonly at: string; readonly to: string };
}

/** What was noted; nothing if there is no note that can be read. */
export function readUpkeep(folder: string): Upkeep {
  try {
    return JSON.parse(readFileSync(path.join(folder, FILE), 'utf8')) as Upkeep;
  } catch {
    return {};
  }
}

/** Notes what was done. An auditor who may only read leaves no note. */
export function noteUpkeep(folder: string, done: Upkeep): void {
  const file = path.join(folder, FILE);
  try {
    writeFileSync(`${file}.part`, `${JSON.stringify({ ...readUpkeep(folder), ...done })}\n`, { mode: 0o600 });
    renameSync(`${file}.part`, file);
  } catch {
    // It is a reminder, and the work is done all the same.
  }
}
