import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

/** A question, and how to print the answer for people. */
interface Question {
  readonly text: string;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly show: (answer: Answer) => string[];
}

interface Answer {
  readonly total?: number;
  readonly events?: readonly Event[] | number;
  readonly columns?: readonly string[];
  readonly rows?: readonly (readonly unknown[])[];
  readonly aliases?: readonly string[];
  readonly groups?: readonly Group[];
  readonly histogram?: { readonly bars: readonly (readonly [string, number])[] };
  readonly query?: { readonly logs: readonly string[] };
  readonly coverage?: readonly { readonly log: string; readonly complete: boolean; readonly scanned: number }[];
}

interface Group {
  readonly by: readonly string[];
  readonly columns: readonly string[];
  readonly top: readonly (readonly unknown[])[];
}

interface Event {
  readonly time: string;
  readonly provider: string;
  readonly actor: { readonly email?: string; readonly name?: string };
  readonly impersonator?: { readonly email?: string; readonly name?: string };
  readonly changes: readonly { readonly field: string; readonly from?: unknown; readonly to?: unknown }[];
  readonly message: string;
}

const WIDTH = 118;
const SERVER = path.join(import.meta.dirname, '../apps/mcp-server/dist/trailhound-mcp.js');

const client = new Client({ name: 'demo', version: '1.0.0' });
await client.connect(
  new StdioClientTransport({
    command: process.execPath,
    args: [SERVER, '--demo', '--log-level', 'error'],
    stderr: 'inherit',
  }),
);
try {
  print(
    'Trailhound, asked by an assistant. The server runs on this machine with three simulated vendors: no account needed.',
  );
  const person = await exporter();
  for (const question of questions(person)) await ask(question);
  print(snippets());
} finally {
  await client.close();
}

/** The employee who exported most. */
async function exporter(): Promise<string> {
  const { groups = [] } = await call('summarize_audit_logs', {
    since: '7d',
    by: ['actor'],
    verbs: ['export'],
    top: 50,
  });
  const names = groups.flatMap(({ top }) => top.map(([name]) => shown(name)));
  return names.find((name) => name.endsWith('@example.com')) ?? names[0] ?? '';
}

function questions(person: string): Question[] {
  return [
    {
      text: 'Who outside the company opened or played our shared calls last week, and what?',
      tool: 'summarize_audit_logs',
      args: { since: '7d', flags: ['external'], by: ['actor', 'target'], top: 5, bucket: 'day' },
      show: ({ total = 0, groups = [], histogram }) => [
        `${total} times`,
        ...groups.flatMap(grouped),
        '',
        'by day',
        ...bars((histogram?.bars ?? []).map(([day, count]) => [day.slice(0, 10), count])),
      ],
    },
    {
      text: `What did ${person} do everywhere?`,
      tool: 'trace_audit_actor',
      args: { actor: person, since: '7d', limit: 8 },
      show: ({ events, aliases = [], columns = [], rows = [] }) => [
        `${shown(events)} events; known as ${aliases.map((alias) => alias.split(' ').slice(2).join(' ')).join(', ')}`,
        ...table(['from', 'log', 'count', 'remarks', 'message'], columns, rows),
      ],
    },
    {
      text: 'Was any setting weakened?',
      tool: 'query_audit_logs',
      args: { since: '7d', text: 'two-factor', detail: 'full', limit: 5 },
      show: ({ events }) =>
        eventsOf(events).map(
          ({ time, provider, actor, changes }) =>
            `${moment(time)}  ${provider}  ${nameOf(actor)} set ${changes.map(({ field, from, to }) => `${field}: ${shown(from)} → ${shown(to)}`).join(', ')}`,
        ),
    },
    {
      text: 'How many exports were there, and by whom?',
      tool: 'summarize_audit_logs',
      args: { since: '7d', verbs: ['export'], by: ['actor', 'provider'], top: 6 },
      show: ({ total = 0, groups = [] }) => [`${total} exports`, ...groups.flatMap(grouped)],
    },
    {
      text: 'Was anybody impersonated?',
      tool: 'query_audit_logs',
      args: { since: '7d', flags: ['impersonated'], detail: 'full', limit: 5 },
      show: ({ events }) =>
        eventsOf(events).map(
          ({ time, provider, actor, impersonator, message }) =>
            `${moment(time)}  ${provider}  ${nameOf(impersonator)} acted as ${nameOf(actor)}: ${message}`,
        ),
    },
  ];
}

async function call(name: string, args: Question['args']): Promise<Answer> {
  const result = await client.callTool({ name, arguments: { ...args } });
  if (result.isError === true) throw new Error(JSON.stringify(result.content));
  return result.structuredContent as Answer;
}

async function ask({ text, tool, args, show }: Question): Promise<void> {
  const answer = await call(tool, args);
  const coverage = answer.coverage ?? [];
  const scanned = coverage.reduce((sum, one) => sum + one.scanned, 0);
  const whole = coverage.every(({ complete }) => complete) ? 'the whole window' : 'as much as was asked for';
  print(`\n${bold(`» ${text}`)}`);
  print(dim(`  ${tool} ${JSON.stringify(args)}`));
  for (const line of show(answer)) print(cut(`  ${line}`.trimEnd()));
  print(dim(`  Covers ${whole} of ${answer.query?.logs.length ?? 0} logs, ${scanned} entries read.`));
}

function cut(line: string): string {
  return line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line;
}

function eventsOf(events: Answer['events']): readonly Event[] {
  return typeof events === 'object' ? events : [];
}

function nameOf(party: Event['impersonator']): string {
  return party?.email ?? party?.name ?? 'somebody whom the log does not name';
}

/** Some columns of a table, each as wide as necessary. */
function table(wanted: readonly string[], columns: readonly string[], rows: NonNullable<Answer['rows']>): string[] {
  const cells = rows.map((row) => wanted.map((name) => cell(name, row[columns.indexOf(name)])));
  const widths = wanted.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)));
  return cells.map((row) => row.map((text, index) => text.padEnd(widths[index] ?? 0)).join('  '));
}

function cell(name: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  return name === 'from' ? moment(shown(value)) : shown(value);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '?');
}

function moment(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

/** The counts of one or two dimensions together. */
function grouped({ by, columns, top }: Group): string[] {
  const counts = top.map((row): readonly [string, number] => {
    const names = row.slice(0, by.length).map((name) => shown(name ?? 'none'));
    return [names.join('  '), Number(row[columns.indexOf('count')])];
  });
  return ['', `by ${by.join(' and ')}`, ...bars(counts)];
}

function bars(counted: readonly (readonly [string, number])[]): string[] {
  const most = Math.max(1, ...counted.map(([, count]) => count));
  return counted.map(([name, count]) => {
    const bar = '█'.repeat(Math.max(1, Math.round((count / most) * 40)));
    return `${name.slice(0, 58).padEnd(58)} ${String(count).padStart(5)} ${bar}`;
  });
}

function bold(text: string): string {
  return process.stdout.isTTY ? `\u001b[1m${text}\u001b[22m` : text;
}

function dim(text: string): string {
  return process.stdout.isTTY ? `\u001b[2m${text}\u001b[22m` : text;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function snippets(): string {
  return `
${bold('Ask yourself')} (without --demo once an account is configured; \`npx -y @trailhound/mcp doctor\` checks it)

  Claude Code      claude mcp add trailhound -- npx -y @trailhound/mcp --demo
  Claude Desktop   claude_desktop_config.json
  Cursor           .cursor/mcp.json
                   { "mcpServers": { "trailhound": { "command": "npx", "args": ["-y", "@trailhound/mcp", "--demo"] } } }
  VS Code          .vscode/mcp.json
                   { "servers": { "trailhound": { "command": "npx", "args": ["-y", "@trailhound/mcp", "--demo"] } } }
`;
}
