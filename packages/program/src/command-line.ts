import { parseArgs } from 'node:util';
import { AuditError, isAuditError } from '@trailhound/core';
import { inWords, parseInput, type Words } from '@trailhound/core/reply';
import type * as z from 'zod';
import { isPlaceholder } from './accounts.ts';
import { mayRepeat, placeholderOf } from './option-kinds.ts';

/** The words of a command line, parsed but not validated. */
export interface Given {
  /** Options by their names in code. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
  readonly help: boolean;
  readonly version: boolean;
}

/** Separates options from other words. Unknown options are among the values, so that validation names them. */
export function readWords(args: readonly string[], shape: Readonly<Record<string, z.ZodType>>): Given {
  const flags = Object.entries(shape).map(([name, schema]) => {
    const type = placeholderOf(schema) === undefined ? 'boolean' : 'string';
    return [kebab(name), { type, multiple: mayRepeat(schema) }] as const;
  });
  const options = {
    ...Object.fromEntries(flags),
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean', short: 'v' },
  } as const;
  const read = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, allowNegative: true });
  const { help, version, ...values } = read.values;
  const named = Object.entries(values).map(([name, value]) => [camel(name), value]);
  return {
    values: Object.fromEntries(named),
    positionals: read.positionals,
    help: help === true,
    version: version === true,
  };
}

/** Validates options. Errors name them as the command line does. */
export function checkOptions<T extends z.ZodObject>(
  schema: T,
  given: Readonly<Record<string, unknown>>,
  names = OPTION_NAMES,
): z.output<T> {
  try {
    return parseInput(schema, given);
  } catch (thrown) {
    throw isAuditError(thrown) ? new AuditError(inWords(thrown, names)) : thrown;
  }
}

/** Node accepts its own `--env-file` anywhere on a command line, and applies what the file sets for Node itself. */
export function refuseNodesOption({ values }: Given, env: NodeJS.ProcessEnv): void {
  if (!('envFile' in values) && (env['TRAILHOUND_ENV_FILE'] ?? '') === '') return;
  throw new AuditError({
    code: 'invalid_query',
    field: 'envFrom',
    message: '--env-file and TRAILHOUND_ENV_FILE are not read: Node takes --env-file for an option of its own',
    hint: 'Use --env-from, or TRAILHOUND_ENV_FROM, with the same file.',
  });
}

/** The options that are set in the environment, not validated. */
export function fromEnvironment(names: readonly string[], env: NodeJS.ProcessEnv): Record<string, unknown> {
  const set = names.map((name) => [name, env[variableOf(name)]] as const);
  return Object.fromEntries(set.filter(([, value]) => value !== undefined && value !== '' && !isPlaceholder(value)));
}

/** Writes `maxResultChars` as the command line does. */
export const OPTION_NAMES: Pick<Words, 'field'> = {
  field: ([name = '', ...rest]) => [`--${kebab(name)}`, ...rest].join('.'),
};

export function variableOf(name: string): string {
  return `TRAILHOUND_${kebab(name).replaceAll('-', '_').toUpperCase()}`;
}

export function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function camel(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
