/** A check before a release. */
export interface Step {
  readonly title: string;
  /** What to do if it fails. */
  readonly advice: string;
  /** Returns a remark; throws if the check fails. */
  readonly run: () => Promise<string> | string;
}

export type Print = (line: string) => void;

const COLUMNS = [8, 9, 44] as const;
const say: Print = (line) => void process.stdout.write(`${line}\n`);

/** Runs the steps in order, as lines of a table, up to the first failure. Returns whether all passed. */
export async function runSteps(steps: readonly Step[], print: Print = say): Promise<boolean> {
  print(row('result', 'seconds', 'step', 'remark'));
  for (const [index, step] of steps.entries()) {
    const start = performance.now();
    const seconds = (): string => ((performance.now() - start) / 1000).toFixed(1);
    try {
      const remark = await step.run();
      print(row('OK', seconds(), step.title, remark));
    } catch (thrown) {
      print(row('failed', seconds(), step.title, ''));
      for (const left of steps.slice(index + 1)) print(row('not run', '', left.title, ''));
      print(`\n${step.title}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      print(`\nWhat to do: ${step.advice}`);
      return false;
    }
  }
  return true;
}

function row(...cells: readonly string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(COLUMNS[index] ?? 0))
    .join(' ')
    .trimEnd();
}

/** Throws all problems at once, so that they can be fixed together. */
export function demandNone(complaints: readonly string[]): void {
  if (complaints.length > 0) throw new Error(complaints.map((complaint) => `\n  - ${complaint}`).join(''));
}
