import * as z from 'zod';

/** Tests whether a value has a certain shape. */
export type Conforms = (value: unknown) => boolean;

/**
 * Compiles a schema to a plain predicate. Parsing would copy every entry only to throw the copy away; this copies
 * nothing. Schemas without a special case here fall back to zod.
 */
export function conformsTo(schema: z.core.$ZodType): Conforms {
  for (const read of READERS) {
    const conforms = read(schema);
    if (conforms !== undefined) return conforms;
  }
  return (value) => z.safeParse(schema, value).success;
}

type Reader = (schema: z.core.$ZodType) => Conforms | undefined;

const READERS: readonly Reader[] = [
  (schema) => (schema instanceof z.ZodUnknown ? () => true : undefined),
  (schema) => (schema instanceof z.ZodBoolean ? (value) => typeof value === 'boolean' : undefined),
  (schema) => (schema instanceof z.ZodNumber && isPlain(schema.def) ? Number.isFinite : undefined),
  (schema) => (schema instanceof z.ZodString || schema instanceof z.ZodISODateTime ? textTest(schema) : undefined),
  (schema) => (schema instanceof z.ZodOptional ? orNothing(conformsTo(schema.def.innerType), undefined) : undefined),
  (schema) => (schema instanceof z.ZodNullable ? orNothing(conformsTo(schema.def.innerType), null) : undefined),
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

/** Tests the minimum length or the pattern of a time; undefined if the schema checks anything else. */
function textTest(schema: z.ZodString | z.ZodISODateTime): Conforms | undefined {
  const { def } = schema;
  const checks = (def.checks ?? []).length;
  if (schema instanceof z.ZodISODateTime) {
    const { pattern } = schema.def;
    return pattern !== undefined && checks === 0
      ? (value) => typeof value === 'string' && pattern.test(value)
      : undefined;
  }
  const { minLength, maxLength } = schema;
  if ('format' in def || maxLength !== null || checks !== (minLength === null ? 0 : 1)) return undefined;
  return (value) => typeof value === 'string' && value.length >= (minLength ?? 0);
}

function orNothing(inner: Conforms, nothing: null | undefined): Conforms {
  return (value) => value === nothing || inner(value);
}

function anyOf(schemas: readonly z.core.$ZodType[]): Conforms {
  const options = schemas.map(conformsTo);
  return (value) => options.some((fits) => fits(value));
}

function listOf(schema: z.core.$ZodType): Conforms {
  const fits = conformsTo(schema);
  return (value) => Array.isArray(value) && value.every((item) => fits(item));
}

function looseObject(shape: Readonly<Record<string, z.core.$ZodType>>): Conforms {
  // A field that may be undefined is not the same as a field that may be missing.
  const fields = Object.entries(shape).map(([name, schema]) => {
    const isOptional = schema instanceof z.ZodOptional || z.looseObject({ [name]: schema }).safeParse({}).success;
    return { name, fits: conformsTo(schema), isOptional };
  });
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const object = value as Readonly<Record<string, unknown>>;
    for (const { name, fits, isOptional } of fields) {
      const member = object[name];
      const isMissing = member === undefined && !(name in object);
      if (isMissing ? !isOptional : !fits(member)) return false;
    }
    return true;
  };
}
