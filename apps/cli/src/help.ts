import { providers, type Provider } from '@trailhound/core';
import { inSentence } from '@trailhound/core/reply';
import { kebab, placeholderOf, variableOf } from '@trailhound/program';
import type * as z from 'zod';
import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { VARIABLES } from './setup-options.ts';

const WIDTH = 100;
const INDENT = 34;

/** The text of `trailhound --help`. */
export function programHelp(version: string): string {
  const labels = inSentence(Object.values<Provider>(providers).map(({ label }) => label));
  const longest = Math.max(...Object.keys(COMMANDS).map(({ length }) => length));
  return [
    `trailhound ${version}: the audit logs of ${labels}, from the command line`,
    '',
    'Usage: trailhound <command> [options]',
    '',
    ...Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(longest)}  ${summary}`),
    '',
    'Examples:',
    '  trailhound search --demo',
    '  trailhound summarize --since 30d --by actor',
    '  trailhound export --since 2026-09-01 --until 2026-10-01 --out september.ndjson',
    '',
    'trailhound <command> --help shows the options of a command. Accounts come from environment variables;',
    'trailhound sources names them, and trailhound doctor checks them. --demo needs none.',
    '',
    ...exitCodes(),
  ].join('\n');
}

/** The text of `trailhound <command> --help`. */
export function commandHelp(
  name: string,
  { operands = [], options, examples, notes = [], exitCodes: codes }: Command,
): string {
  const usage = ['trailhound', name, ...operands.map((operand) => `<${operand}>`), '[options]'];
  return [
    `${COMMANDS[name]?.summary ?? ''}.`,
    '',
    `Usage: ${usage.join(' ')}`,
    '',
    'Examples:',
    ...examples.map((example) => `  trailhound ${example}`),
    '',
    'Options:',
    ...Object.entries(options.shape).flatMap(([option, schema]) => optionLines(option, schema)),
    ...notes.flatMap((note) => ['', ...wrapped(note, 0)]),
    '',
    ...exitCodes(codes),
  ].join('\n');
}

function optionLines(name: string, schema: z.ZodType): string[] {
  const placeholder = placeholderOf(schema);
  const left = `  --${kebab(name)}${placeholder === undefined ? '' : ` <${placeholder}>`}`;
  const variable = VARIABLES.some((one) => one === name) ? ` [${variableOf(name)}]` : '';
  const [first = '', ...rest] = wrapped(`${schema.description ?? ''}${variable}`, INDENT);
  const fits = left.length < INDENT - 1;
  return fits ? [`${left.padEnd(INDENT)}${first.trimStart()}`, ...rest] : [left, first, ...rest];
}

function wrapped(text: string, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH - indent) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => ' '.repeat(indent) + one);
}

function exitCodes(codes = EXIT_CODES): string[] {
  return ['Exit codes:', ...codes.map(([code, meaning]) => `  ${String(code).padEnd(3)}  ${meaning}`)];
}
