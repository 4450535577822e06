import { parseArgs } from 'node:util';
import { AuditError, isAuditError } from '@trailhound/core';
import { inWords, parseInput, type Words } from '@trailhound/core/reply';
import * as z from 'zod';
import { isPlaceholder } from './accounts.ts';
import { labels } from './tools/fields.ts';

const YES = new Set(['', '1', 'true', 'yes', 'on']);
const NO = new Set(['0', 'false', 'no', 'off']);

function flag(help: string) {
  return z.preprocess(onOrOff, z.boolean('is either on or off').default(false)).describe(help);
}

function onOrOff(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const word = value.toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : value;
}

function text(placeholder: string, help: string) {
  return z.string('needs a value').trim().min(1, 'is empty').optional().describe(help).meta({ placeholder });
}

function list(placeholder: string, help: string, word = z.string()) {
  const words = z.array(word).min(1, 'is an empty list').optional();
  return z.preprocess(atCommas, words).describe(help).meta({ placeholder });
}

const AccountName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'is no name: use up to 31 small letters, digits and hyphens, a letter first');

function atCommas(value: unknown): unknown {
  return typeof value === 'string' ? value.split(',').flatMap((part) => part.trim() || []) : value;
}

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly usual: number;
}

function int(placeholder: string, help: string, { least, most, usual }: Bounds) {
  const message = `is a whole number from ${least} to ${most}`;
  const checked = z.int(message).min(least, message).max(most, message).default(usual);
  return z.preprocess(inDigits, checked).describe(`${help}; ${usual} unless given`).meta({ placeholder });
}

function inDigits(value: unknown): unknown {
  return typeof value === 'string' && value !== '' ? Number(value) : value;
}

function choice<const T extends readonly [string, ...string[]]>(values: T, help: string) {
  const [usual] = values;
  return z
    .enum(values)
    .default(usual as T[number])
    .describe(`${help}; ${usual} unless given`)
    .meta({ placeholder: values.join('|') });
}

/** Every option of the command line; each can also stand in the environment as TRAILHOUND_…, in capitals. */
export const Options = z.strictObject({
  demo: flag('Use simulated vendors inside this process: no account needed'),
  envFrom: text('file', 'Read environment variables from this file too; what is set already counts more'),
  providers: list('ids', 'Only these providers, such as gong,zendesk; all that are configured unless given'),
  accounts: list('names', 'Further accounts, such as emea,us: the variables of emea begin with EMEA_', AccountName),
  tools: list('names', 'Only these tools; all unless given'),
  prompts: choice(['on', 'off'], 'Whether to offer the playbooks as prompts'),
  timeZone: text('zone', 'What dates and day names refer to, such as Europe/Berlin; UTC unless given'),
  maxResultChars: int('n', 'The longest result of a call, in characters', {
    least: 5000,
    most: 1_000_000,
    usual: 25_000,
  }),
  deadline: int('s', 'After so many seconds a call answers with what it has', { least: 1, most: 3600, usual: 45 }),
  exportDir: text('folder', 'Offer export_audit_logs, which writes into this folder and nowhere else'),
  allowZendeskExport: flag('Offer request_zendesk_audit_export, which makes Zendesk send an e-mail'),
  logLevel: choice(['info', 'error', 'warn', 'debug'], 'What to write to stderr'),
  logFormat: choice(['text', 'json'], 'How to write it'),
  accessLog: text('file', 'Write who asked what, a line of JSON for each call, to this file; to stderr unless given'),
  json: flag('doctor: print JSON'),
  port: int('n', 'http: the port to listen on, 0 for any', { least: 0, most: 65_535, usual: 3917 }),
  host: text('address', 'http: the address to listen on; 127.0.0.1 unless given'),
  publicUrl: text('url', 'http: the address that clients use, such as https://audit.example.com/mcp'),
  allowedHosts: list('names', 'http: Host headers to accept besides localhost; that of --public-url is one'),
  allowedOrigins: list('names', 'http: hosts of Origin headers to accept besides localhost'),
  authToken: text('token', 'http: the bearer token that clients must send; better set TRAILHOUND_AUTH_TOKEN'),
  oauthIssuer: text('url', 'http: accept access tokens of this OAuth issuer, with the scope audit:read'),
  oauthAudience: text('name', 'http: the audience that these tokens must carry; the --public-url unless given'),
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
  const { values, positionals } = parse(args);
  if ('env-file' in values || (env['TRAILHOUND_ENV_FILE'] ?? '') !== '') throw takenByNode();
  const { help, version, ...given } = values;
  const options = checkOptions({ ...fromEnvironment(env), ...toFields(given) });
  return { options, command: help === true ? 'help' : version === true ? 'version' : toCommand(positionals) };
}

/** Node takes its own option from anywhere on a command line, and with it what the file says about Node. */
function takenByNode(): AuditError {
  return new AuditError({
    code: 'invalid_query',
    field: 'envFrom',
    message: '--env-file and TRAILHOUND_ENV_FILE are not read: Node takes --env-file for an option of its own',
    hint: 'Use --env-from, or TRAILHOUND_ENV_FROM, with the same file.',
  });
}

function checkOptions(given: Readonly<Record<string, unknown>>): Options {
  try {
    return parseInput(Options, given);
  } catch (thrown) {
    throw isAuditError(thrown) ? new AuditError(inWords(thrown, OPTION_NAMES)) : thrown;
  }
}

function parse(args: readonly string[]): ReturnType<typeof parseArgs> {
  const flags = Object.entries(Options.shape).map(([name, schema]) => {
    const type = placeholderOf(schema) === undefined ? 'boolean' : 'string';
    return [kebab(name), { type }] as const;
  });
  const options = {
    ...Object.fromEntries(flags),
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean', short: 'v' },
  } as const;
  return parseArgs({ args: [...args], options, allowPositionals: true, strict: false, allowNegative: true });
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

function toFields(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [camel(name), value]));
}

function fromEnvironment(env: NodeJS.ProcessEnv): Record<string, unknown> {
  const set = Object.keys(Options.shape).map((name) => [name, env[variableOf(name)]] as const);
  return Object.fromEntries(set.filter(([, value]) => value !== undefined && value !== '' && !isPlaceholder(value)));
}

/** `maxResultChars` as a command line has it. */
const OPTION_NAMES: Pick<Words, 'field'> = {
  field: ([name = '', ...rest]) => [`--${kebab(name)}`, ...rest].join('.'),
};

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

export function variableOf(name: string): string {
  return `TRAILHOUND_${kebab(name).replaceAll('-', '_').toUpperCase()}`;
}

/** What stands for the value of an option in the help; undefined for one that is on or off. */
export function placeholderOf(schema: z.ZodType): string | undefined {
  const said = schema.meta()?.['placeholder'];
  return typeof said === 'string' ? said : undefined;
}

export function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function camel(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
