import * as z from 'zod';

/** Tests whether a value has a certain shape. */
export type Conforms = (value: unknown) => boolean;

/**
 * Compiles a schema to a plain predicate. Parsing would copy every entry only to throw the copy away; this copies
 * nothing. Schemas without a special case here fall back to zod.
 */
export function conformsTo(schema: z.core.$ZodType): Conforms {
  const shape = shapeOf(schema);
  return (value) => fits(shape, value);
}

/** What conforms to a schema: all values of some kinds, and others that pass a test. */
interface Shape {
  readonly kinds: number;
  readonly test?: Conforms | undefined;
}

const NOTHING = 1;
const NULL = 2;
const BOOLEAN = 4;
const NUMBER = 8;
const TEXT = 16;
const OTHER = 32;
const ANY = 63;

function fits({ kinds, test }: Shape, value: unknown): boolean {
  return (kinds & kindOf(value)) !== 0 || test?.(value) === true;
}

function kindOf(value: unknown): number {
  if (typeof value === 'string') return TEXT;
  if (value === undefined) return NOTHING;
  if (value === null) return NULL;
  if (typeof value === 'number') return Number.isFinite(value) ? NUMBER : OTHER;
  return typeof value === 'boolean' ? BOOLEAN : OTHER;
}

function shapeOf(schema: z.core.$ZodType): Shape {
  for (const read of READERS) {
    const shape = read(schema);
    if (shape !== undefined) return shape;
  }
  return { kinds: 0, test: (value) => z.safeParse(schema, value).success };
}

type Reader = (schema: z.core.$ZodType) => Shape | undefined;

const READERS: readonly Reader[] = [
  (schema) => (schema instanceof z.ZodUnknown ? { kinds: ANY } : undefined),
  (schema) => (schema instanceof z.ZodBoolean ? { kinds: BOOLEAN } : undefined),
  (schema) => (schema instanceof z.ZodNumber && isPlain(schema.def) ? { kinds: NUMBER } : undefined),
  (schema) => (schema instanceof z.ZodString || schema instanceof z.ZodISODateTime ? textShape(schema) : undefined),
  (schema) => (schema instanceof z.ZodOptional ? also(NOTHING, shapeOf(schema.def.innerType)) : undefined),
  (schema) => (schema instanceof z.ZodNullable ? also(NULL, shapeOf(schema.def.innerType)) : undefined),
  (schema) => (schema instanceof z.ZodUnion && isPlain(schema.def) ? anyOf(schema.def.options) : undefined),
  (schema) => (schema instanceof z.ZodArray && isPlain(schema.def) ? listOf(schema.def.element) : undefined),
  (schema) => (schema instanceof z.ZodObject && isLoose(schema) ? looseObject(schema.def.shape) : undefined),
];

/** Whether the schema checks nothing but the type. */
function isPlain(def: z.core.$ZodTypeDef): boolean {
  return !('format' in def) && (def.checks ?? []).length === 0;
}

function isLoose({ def }: z.ZodObject): boolean {
  return isPlain(def) && def.catchall instanceof z.ZodUnknown;
}

/** Any text, or a test of the minimum length or the pattern of a time; undefined if the schema checks anything else. */
function textShape(schema: z.ZodString | z.ZodISODateTime): Shape | undefined {
  const { def } = schema;
  const checks = (def.checks ?? []).length;
  if (schema instanceof z.ZodISODateTime) {
    const { pattern } = schema.def;
    return pattern !== undefined && checks === 0
      ? { kinds: 0, test: (value) => typeof value === 'string' && pattern.test(value) }
      : undefined;
  }
  const { minLength, maxLength } = schema;
  if ('format' in def || maxLength !== null || checks !== (minLength === null ? 0 : 1)) return undefined;
  if (minLength === null) return { kinds: TEXT };
  return { kinds: 0, test: (value) => typeof value === 'string' && value.length >= minLength };
}

function also(kind: number, { kinds, test }: Shape): Shape {
  return { kinds: kinds | kind, test };
}

function anyOf(schemas: readonly z.core.$ZodType[]): Shape {
  const options = schemas.map(shapeOf);
  const tests = options.flatMap(({ test }) => test ?? []);
  return {
    kinds: options.reduce((sum, { kinds }) => sum | kinds, 0),
    test: tests.length === 0 ? undefined : (value) => tests.some((test) => test(value)),
  };
}

function listOf(schema: z.core.$ZodType): Shape {
  const item = shapeOf(schema);
  return { kinds: 0, test: (value) => Array.isArray(value) && value.every((one) => fits(item, one)) };
}

interface Field extends Shape {
  readonly name: string;
  readonly isOptional: boolean;
}

function looseObject(members: Readonly<Record<string, z.core.$ZodType>>): Shape {
  // A field that may be undefined is not the same as a field that may be missing.
  const fields = Object.entries(members).map(([name, schema]): Field => {
    const isOptional = schema instanceof z.ZodOptional || z.looseObject({ [name]: schema }).safeParse({}).success;
    return { name, isOptional, ...shapeOf(schema) };
  });
  const test = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const object = value as Readonly<Record<string, unknown>>;
    for (const field of fields) {
      const member = object[field.name];
      const isMissing = member === undefined && !(field.name in object);
      if (isMissing ? !field.isOptional : !fits(field, member)) return false;
    }
    return true;
  };
  return { kinds: 0, test };
}
