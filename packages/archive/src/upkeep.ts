import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const FILE = 'upkeep.json';

/** What was last done to keep an archive trustworthy. Anybody can change it, so it is a reminder and proves nothing. */
export interface Upkeep {
  readonly verified?: {
    /** ISO time. */
    readonly at: string;
    /** How many records there were. */
    readonly records: number;
    readonly problems: number;
  };
  /** When and where a signed checkpoint was last copied. */
  readonly copied?: { readonly at: string; readonly to: string };
}

/** The stored note; empty if there is none that can be read. */
export function readUpkeep(folder: string): Upkeep {
  try {
    return JSON.parse(readFileSync(path.join(folder, FILE), 'utf8')) as Upkeep;
  } catch {
    return {};
  }
}

/** Stores what was done. An auditor with read-only access leaves no note. */
export function noteUpkeep(folder: string, done: Upkeep): void {
  const file = path.join(folder, FILE);
  try {
    writeFileSync(`${file}.part`, `${JSON.stringify({ ...readUpkeep(folder), ...done })}\n`, { mode: 0o600 });
    renameSync(`${file}.part`, file);
  } catch {
    // Not critical: it is only a reminder.
  }
}
