import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Renders the output of a real demo run as the README's picture. */
const ROOT = path.join(import.meta.dirname, '..');
const FILE = path.join(ROOT, 'docs/images/demo.svg');

const LINES = 46;
const COLUMNS = 118;
const [CHAR, LINE, EDGE] = [7.8, 18, 20];

const printed = execFileSync(process.execPath, [path.join(ROOT, 'tools/demo.ts')], { encoding: 'utf8' });
const lines = ['$ npx -y pnpm@12.4.2 demo', '', ...printed.trimEnd().split('\n')].slice(0, LINES);
mkdirSync(path.dirname(FILE), { recursive: true });
writeFileSync(FILE, draw(lines));

function draw(text: readonly string[]): string {
  const [width, height] = [COLUMNS * CHAR + 2 * EDGE, text.length * LINE + 2 * EDGE];
  const rows = text.map((line, index) => {
    const y = EDGE + (index + 1) * LINE - 4;
    return `  <text x="${EDGE}" y="${y}" class="${kindOf(line)}" xml:space="preserve">${escape(line)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="What the demo prints">
  <style>
    text { font: 13px ui-monospace, Menlo, Consolas, monospace; fill: #24292f }
    .question { font-weight: 700 }
    .call { fill: #6e7781 }
    rect { fill: #f6f8fa; stroke: #d0d7de }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .call { fill: #8b949e }
      rect { fill: #0d1117; stroke: #30363d }
    }
  </style>
  <rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${rows.join('\n')}
</svg>
`;
}

function kindOf(line: string): string {
  if (line.startsWith('»') || line.startsWith('$')) return 'question';
  return /^ {2}(?:Covers |[a-z_]+ \{)/.test(line) ? 'call' : 'text';
}

function escape(line: string): string {
  return line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
