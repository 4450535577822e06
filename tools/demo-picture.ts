import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Renders the output of real runs as the README's picture: the demo, and a year that is kept and asked about. */
const ROOT = path.join(import.meta.dirname, '..');
const FILE = path.join(ROOT, 'docs/images/demo.svg');

const COLUMNS = 118;
const [CHAR, LINE, EDGE] = [7.8, 18, 20];

/** How many lines of each command are shown. */
const DEMO = 34;
const SYNC = 8;
const SUMMARY = 10;

const demo = execFileSync(process.execPath, [path.join(ROOT, 'tools/demo.ts')], { encoding: 'utf8' });
const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-picture-'));
const lines = [
  '$ npx -y pnpm@12.4.2 demo',
  '',
  ...linesOf(demo, DEMO),
  '',
  ...shown(['sync', '--demo', '--once', '--archive', './year', '--since', '365d'], SYNC),
  '',
  ...shown(['summarize', '--demo', '--archive', './year', '--offline', '--since', '365d', '--by', 'actor'], SUMMARY),
];
rmSync(folder, { recursive: true });
mkdirSync(path.dirname(FILE), { recursive: true });
writeFileSync(FILE, draw(lines));

/** A command, and what it prints on a terminal, which `script` of util-linux is. */
function shown(args: readonly string[], most: number): string[] {
  const command = [process.execPath, path.join(ROOT, 'apps/cli/dist/trailhound.js'), ...args].join(' ');
  // It exits with 1, because Gong no longer has most of the year of one log.
  const { stdout } = spawnSync('script', ['-qec', `${command} 2>/dev/null`, '/dev/null'], {
    cwd: folder,
    env: { ...process.env, XDG_STATE_HOME: folder },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return [`$ npx trailhound ${args.join(' ')}`, ...linesOf(stripVTControlCharacters(stdout), most)];
}

function linesOf(printed: string, most: number): string[] {
  return printed.trimEnd().split(/\r?\n/).slice(0, most);
}

function draw(text: readonly string[]): string {
  const [width, height] = [COLUMNS * CHAR + 2 * EDGE, text.length * LINE + 2 * EDGE];
  const rows = text.map((line, index) => {
    const y = EDGE + (index + 1) * LINE - 4;
    return `  <text x="${EDGE}" y="${y}" class="${kindOf(line)}" xml:space="preserve">${escape(line)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="A terminal with the demo, a sync and a summary">
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
