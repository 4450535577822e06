import * as z from 'zod';

const YES = new Set(['', '1', 'true', 'yes', 'on']);
const NO = new Set(['0', 'false', 'no', 'off']);

/** A flag. */
export function flag(help: string) {
  return z.preprocess(onOrOff, z.boolean('is either on or off').default(false)).describe(help);
}

function onOrOff(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const word = value.toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : value;
}

export function text(placeholder: string, help: string) {
  return z.string('needs a value').trim().min(1, 'is empty').optional().meta({ description: help, placeholder });
}

/** Several values: separated by commas, as JSON, or by repeating the option. */
export function list(placeholder: string, help: string, word = z.string()) {
  const words = z.array(word).min(1, 'is an empty list').optional();
  return z.preprocess(atCommas, words).meta({ description: help, placeholder, several: true });
}

const AccountName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'is no name: use up to 31 small letters, digits and hyphens, a letter first');

/** Further accounts by their names. */
export function accountList(help: string) {
  return list('names', help, AccountName);
}

/** The values of a list. A value with a comma has to be given as JSON. */
export function atCommas(value: unknown): unknown {
  if (Array.isArray(value)) return value.flatMap(atCommas);
  if (typeof value !== 'string') return value;
  return inJson(value) ?? value.split(',').flatMap((part) => part.trim() || []);
}

function inJson(value: string): unknown[] | undefined {
  if (!value.trimStart().startsWith('[')) return undefined;
  try {
    return JSON.parse(value) as unknown[];
  } catch {
    return undefined;
  }
}

export interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly usual: number;
}

export function int(placeholder: string, help: string, { least, most, usual }: Bounds) {
  const message = `is a whole number from ${least} to ${most}`;
  const checked = z.int(message).min(least, message).max(most, message).default(usual);
  return z.preprocess(inDigitsOrNone, checked).meta({ description: `${help}; ${usual} by default`, placeholder });
}

export function inDigits(value: unknown): unknown {
  return typeof value === 'string' && value !== '' ? Number(value) : value;
}

/** `--no-memory` is `--memory 0`. */
function inDigitsOrNone(value: unknown): unknown {
  return value === false ? 0 : inDigits(value);
}

/** One of several words; the first by default. */
export function choice<const T extends readonly [string, ...string[]]>(values: T, help: string) {
  const [usual] = values;
  return z
    .enum(values)
    .default(usual as T[number])
    .meta({ description: `${help}; ${usual} by default`, placeholder: values.join('|') });
}

/** The placeholder for an option's value in the help; undefined for a flag. */
export function placeholderOf(schema: z.ZodType): string | undefined {
  const said = schema.meta()?.['placeholder'];
  return typeof said === 'string' ? said : undefined;
}

/** Whether an option may be repeated. */
export function mayRepeat(schema: z.ZodType): boolean {
  return schema.meta()?.['several'] === true;
}
