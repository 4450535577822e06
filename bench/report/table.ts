import { isReached, show, spread, type Finding } from '../benchmark.ts';

export const HEAD = ['what', 'median', 'from … to', 'runs', 'target', 'reached'] as const;

/** The cells of a finding's row. */
export function cells(finding: Finding): readonly string[] {
  const { what, unit, rounds, target } = finding;
  const { least, median, most } = spread(rounds);
  const range = rounds.length > 1 ? `${show(least, unit)} … ${show(most, unit)}` : '';
  return [what, show(median, unit), range, String(rounds.length), wanted(finding), target ? verdict(finding) : ''];
}

function wanted({ unit, target }: Finding): string {
  if (target?.most !== undefined) return `≤ ${show(target.most, unit)}`;
  return target?.least === undefined ? '' : `≥ ${show(target.least, unit)}`;
}

function verdict(finding: Finding): string {
  return isReached(finding) === true ? 'yes' : '**no**';
}

/** Aligns rows in columns, for a terminal. */
export function plainTable(rows: readonly (readonly string[])[]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  return [head, head.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
