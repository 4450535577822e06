import { show, spread, type Finding } from '../benchmark.ts';
import type { Results } from './page.ts';

const [WIDTH, LABELS, BARS, LINE, GAP, EDGE] = [860, 330, 400, 24, 40, 20];

/** Draws the findings of each chart as bars: ours in colour, others in grey. Supports light and dark mode. */
export function chart({ sections }: Results): string {
  const charts = Map.groupBy(
    sections.flatMap(({ findings }) => findings.filter((finding) => finding.chart !== undefined)),
    (finding) => finding.chart ?? '',
  );
  let y = EDGE;
  const groups: string[] = [];
  for (const [title, findings] of charts) {
    groups.push(group(title, findings, y));
    y += (findings.length + 1) * LINE + GAP;
  }
  const height = y - GAP + EDGE;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Benchmarks">
  <style>
    text { font: 13px ui-sans-serif, system-ui, sans-serif; fill: #24292f }
    .title { font-weight: 700 }
    .frame { fill: #f6f8fa; stroke: #d0d7de }
    .ours { fill: #1a7f37 }
    .limit { fill: #57606a }
    .peer { fill: #afb8c1 }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .frame { fill: #0d1117; stroke: #30363d }
      .ours { fill: #3fb950 }
      .limit { fill: #8b949e }
      .peer { fill: #484f58 }
    }
  </style>
  <rect class="frame" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8"/>
${groups.join('\n')}
</svg>
`;
}

function group(title: string, findings: readonly Finding[], top: number): string {
  const longest = Math.max(...findings.map(({ rounds }) => spread(rounds).median));
  const bars = findings.map(({ what, label = what, rounds, unit, whose }, index) => {
    const { median } = spread(rounds);
    const [y, width] = [top + (index + 1) * LINE, Math.max(2, (BARS * median) / longest)];
    return `  <text x="${EDGE}" y="${y + 14}">${escape(label)}</text>
  <rect class="${whose}" x="${LABELS}" y="${y + 2}" width="${width.toFixed(1)}" height="${LINE - 8}" rx="3"/>
  <text x="${(LABELS + width + 8).toFixed(1)}" y="${y + 14}">${show(median, unit)}</text>`;
  });
  return [`  <text class="title" x="${EDGE}" y="${top + 12}">${escape(title)}</text>`, ...bars].join('\n');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
