import type { ArchiveReport } from '@trailhound/archive';
import { describeArchive, describeHeld, heldInWords, nameOfHeld } from './archive-words.ts';
import type { OpenArchive } from './archive.ts';
import type { JsonObject } from './json.ts';

/** The doctor's findings about the archive. */
interface ArchiveFindings {
  readonly json: JsonObject;
  readonly lines: readonly string[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

export async function examineArchive(archive: OpenArchive | undefined, now: number): Promise<ArchiveFindings> {
  const report = await archive?.report(now);
  if (typeof report !== 'object') {
    return { json: {}, lines: [], problems: report === undefined ? [] : [report], warnings: [] };
  }
  const logs = report.logs.map((log) => ({ log: nameOfHeld(log), ...describeHeld(log) }));
  const { warnings, ...rest } = report;
  const json = { archive: { ...describeArchive({ ...rest, warnings: [] }), logs } };
  return { json, lines: [toText(report)], problems: [], warnings };
}

function toText({ id, folder, ledger, signed, verified, copied, logs }: ArchiveReport): string {
  const lines: [string, string][] = [
    ['folder', folder],
    ['ledger', `record ${ledger.seq}; signed up to ${signed === undefined ? 'none' : `record ${signed}`}`],
    ['verified', verified === undefined ? 'never' : `${verified.at}, ${verified.problems} problems`],
    ['copied', copied === undefined ? 'no signed checkpoint yet' : `${copied.at} to ${copied.to}`],
    ...logs.map((log): [string, string] => [nameOfHeld(log), heldInWords(log)]),
  ];
  return [`✓ Archive ${id}`, ...lines.map(([name, value]) => `    ${name.padEnd(11)} ${value}`), ''].join('\n');
}
