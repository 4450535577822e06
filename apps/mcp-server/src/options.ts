import { AuditError } from '@trailhound/core';
import {
  accountList,
  checkOptions,
  choice,
  flag,
  fromEnvironment,
  int,
  kebab,
  list,
  placeholderOf,
  readWords,
  refuseNodesOption,
  TEAM,
  text,
} from '@trailhound/program';
import * as z from 'zod';
import { labels } from './tools/fields.ts';

/** Every option of the command line; each can also stand in the environment as TRAILHOUND_…, in capitals. */
export const Options = z.strictObject({
  demo: flag('Use simulated vendors inside this process: no account needed'),
  envFrom: text('file', 'Read environment variables from this file too; what is set already counts more'),
  providers: list('ids', 'Only these providers, such as gong,zendesk; all that are configured by default'),
  accounts: accountList('Further accounts, such as emea,us: the variables of emea begin with EMEA_'),
  tools: list('names', 'Only these tools; all by default'),
  prompts: choice(['on', 'off'], 'Whether to offer the playbooks as prompts'),
  pages: choice(
    ['auto', 'on', 'off'],
    'Whether to offer show_audit_timeline: auto to clients that show pages, on to all',
  ),
  timeZone: text('zone', 'What dates and day names refer to, such as Europe/Berlin; UTC by default'),
  maxResultChars: int('n', 'The longest result of a call, in characters', {
    least: 5000,
    most: 1_000_000,
    usual: 25_000,
  }),
  deadline: int('s', 'After so many seconds a call answers with what it has', { least: 1, most: 3600, usual: 45 }),
  archive: text(
    'folder',
    'Answer from this archive, a folder or the URL of a ClickHouse server, and ask the vendors only for the rest',
  ),
  memory: int('MB', 'Without --archive: keep so much of what was read in memory; 0 or --no-memory for nothing', {
    least: 0,
    most: 4096,
    usual: 64,
  }),
  offline: flag('With --archive: never ask a vendor; what is not archived is named as missing'),
  allowSql: flag('Offer query_archive_sql, which reads everything in the folder of --archive with SQL'),
  ...TEAM,
  exportDir: text('folder', 'Offer export_audit_logs, which writes into this folder and nowhere else'),
  allowZendeskExport: flag('Offer request_zendesk_audit_export, which makes Zendesk send an e-mail'),
  logLevel: choice(['info', 'error', 'warn', 'debug'], 'What to write to stderr'),
  logFormat: choice(['text', 'json'], 'How to write it'),
  accessLog: text('file', 'Write who asked what, a line of JSON for each call, to this file; to stderr by default'),
  json: flag('doctor: print JSON'),
  port: int('n', 'http: the port to listen on, 0 for any', { least: 0, most: 65_535, usual: 3917 }),
  host: text('address', 'http: the address to listen on; 127.0.0.1 by default'),
  publicUrl: text('url', 'http: the address that clients use, such as https://audit.example.com/mcp'),
  allowedHosts: list('names', 'http: Host headers to accept besides localhost; that of --public-url is one'),
  allowedOrigins: list('names', 'http: hosts of Origin headers to accept besides localhost'),
  authToken: text('token', 'http: the bearer token that clients must send; better set TRAILHOUND_AUTH_TOKEN'),
  oauthIssuer: text('url', 'http: accept access tokens of this OAuth issuer, with the scope audit:read'),
  oauthAudience: text('name', 'http: the audience that these tokens must carry; the --public-url by default'),
  maxConcurrent: int('n', 'http: how many calls of one client run at once', { least: 1, most: 1000, usual: 8 }),
  drain: int('s', 'http: how long running calls may take at shutdown', { least: 0, most: 3600, usual: 30 }),
});
export type Options = z.output<typeof Options>;

const COMMANDS = {
  stdio: 'Speak MCP over stdin and stdout; what assistants start',
  http: 'Serve MCP over Streamable HTTP',
  doctor: 'Check every configured account with one cheap request, and say what is wrong',
} as const;
export type Command = keyof typeof COMMANDS;

export interface CommandLine {
  readonly command: Command | 'help' | 'version';
  readonly options: Options;
}

/** Reads the command line and the environment. Refuses what it does not know, naming what it knows. */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): CommandLine {
  const given = readWords(args, Options.shape);
  refuseNodesOption(given, env);
  const options = checkOptions(Options, { ...fromEnvironment(Object.keys(Options.shape), env), ...given.values });
  return { options, command: given.help ? 'help' : given.version ? 'version' : toCommand(given.positionals) };
}

function toCommand([command = 'stdio', extra]: readonly string[]): Command {
  if (Object.hasOwn(COMMANDS, command) && extra === undefined) return command as Command;
  const what = extra ?? command;
  throw new AuditError({
    code: 'invalid_query',
    field: 'command',
    message: `There is no command ${JSON.stringify(what)}`,
    hint: `Use one of: ${Object.keys(COMMANDS).join(', ')}. Options begin with --.`,
  });
}

/** The text of --help. */
export function helpText(version: string): string {
  const commands = Object.entries(COMMANDS).map(([name, help]) => `  ${name.padEnd(8)} ${help}`);
  const options = Object.entries(Options.shape).map(([name, schema]) => {
    const placeholder = placeholderOf(schema);
    const left = `--${kebab(name)}${placeholder === undefined ? '' : ` <${placeholder}>`}`;
    return `  ${left.padEnd(36)} ${schema.description}`;
  });
  return [
    `trailhound-mcp ${version}: ask an assistant about the audit logs of ${labels([])}`,
    '',
    'Usage: trailhound-mcp [stdio | http | doctor] [options]',
    '',
    ...commands,
    '',
    'Options, each also as an environment variable (--max-result-chars is TRAILHOUND_MAX_RESULT_CHARS):',
    '',
    ...options,
    `  ${'--help, --version'.padEnd(36)} Print this, or the version`,
    '',
    'Try it without any account:  trailhound-mcp doctor --demo',
    '',
  ].join('\n');
}
