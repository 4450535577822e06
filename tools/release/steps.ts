/** One thing that has to hold before a release. */
export interface Step {
  readonly title: string;
  /** What to do when it fails. */
  readonly advice: string;
  /** Returns what is worth a remark; throws if it does not hold. */
  readonly run: () => Promise<string> | string;
}

export type Print = (line: string) => void;

const COLUMNS = [8, 9, 44] as const;
const say: Print = (line) => void process.stdout.write(`${line}\n`);

/** Runs the steps in their order, as lines of a table, up to the first that fails. Says whether all hold. */
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

/** Throws all that is wrong at once: whoever mends it wants to see the whole list. */
export function demandNone(complaints: readonly string[]): void {
  if (complaints.length > 0) throw new Error(complaints.map((complaint) => `\n  - ${complaint}`).join(''));
}
