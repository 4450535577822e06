import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Tool } from './tool.ts';

type Schema = Record<string, unknown>;

/** A tool, and its input schema as clients see it. */
export interface Published {
  readonly tool: Tool;
  readonly inputSchema: StandardSchemaWithJSON;
}

/**
 * Tools with input schemas that are flat and small, without anything that costs tokens and tells a model nothing. All
 * are converted at once, because most arguments belong to several tools.
 */
export function published(tools: readonly Tool[]): readonly Published[] {
  const inputs = Object.fromEntries(tools.map(({ name, input }) => [name, input]));
  const { properties = {} } = z.toJSONSchema(z.object(inputs), { io: 'input' });
  return tools.map((tool) => ({ tool, inputSchema: unchecked(small(properties[tool.name] as Schema)) }));
}

/** A schema that accepts anything: the call checks its input, so that all errors have the same form. */
function unchecked(json: Schema): StandardSchemaWithJSON {
  return {
    '~standard': {
      version: 1,
      vendor: 'trailhound',
      validate: (value) => ({ value }),
      jsonSchema: { input: () => json, output: () => json },
    },
  };
}

const SAYS_NOTHING = new Set([
  '$schema',
  'paging',
  'wording',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'pattern',
  'default',
]);

function small(schema: Schema): Schema {
  const { anyOf, ...rest } = schema;
  // If a field takes a text or a list of texts, publish only the list; calls accept both.
  const whole = Array.isArray(anyOf) ? { ...(anyOf as Schema[]).find(({ type }) => type === 'array'), ...rest } : rest;
  return Object.fromEntries(
    Object.entries(whole)
      .filter(([name]) => !SAYS_NOTHING.has(name))
      .map(([name, value]) => [name, smallMember(name, value)]),
  );
}

function smallMember(name: string, value: unknown): unknown {
  if (name === 'properties') {
    return Object.fromEntries(Object.entries(value as Record<string, Schema>).map(([key, one]) => [key, small(one)]));
  }
  if (name === 'items') return small(value as Schema);
  // The largest safe integer is no useful bound.
  return name === 'maximum' && value === Number.MAX_SAFE_INTEGER ? 1_000_000 : value;
}

/** Accepts arguments as clients really send them: JSON lists in strings, numbers as strings, null for nothing. */
export function tolerant(input: z.ZodObject, given: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given ?? {})
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [name, typeof value === 'string' ? read(fieldOf(input, name), value) : value]),
  );
}

function fieldOf({ shape }: z.ZodObject, name: string): z.ZodType | undefined {
  return Object.hasOwn(shape, name) ? (shape as Record<string, z.ZodType>)[name] : undefined;
}

/** Longer than any valid list in JSON. */
const LONGEST_JSON = 150_000;

function read(field: z.ZodType | undefined, text: string): unknown {
  if (field === undefined || text.length > LONGEST_JSON || field.safeParse(text).success) return text;
  const parsed = parse(text);
  const wanted = [parsed, [text]].find((value) => value !== undefined && field.safeParse(value).success);
  // None is valid, so return the most likely one, to get the error about that.
  return wanted ?? (Array.isArray(parsed) || typeof parsed === 'number' ? parsed : inList(field, text));
}

/** Makes `fooo` for a list of choices an error about the choice instead of the type. */
function inList(field: z.ZodType, text: string): unknown {
  return field.safeParse([]).error?.issues[0]?.code === 'too_small' ? [text] : text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
