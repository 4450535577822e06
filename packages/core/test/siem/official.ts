import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { remember } from '../../src/remember.ts';
import { CLASSES, type OcsfVersion } from '../../src/siem/classes.ts';

interface Compiled {
  readonly $defs: AnySchemaObject;
  readonly classes: Readonly<Record<string, AnySchemaObject>>;
}

const validators = new Map<string, ValidateFunction>();

/** What the official schema says is wrong with an event. */
export function officialErrors(event: Readonly<Record<string, unknown>>, version: OcsfVersion): string[] {
  const classes = { ...CLASSES, detection_finding: { uid: 2004 } };
  const name = Object.entries(classes).find(([, { uid }]) => uid === event['class_uid'])?.[0] ?? 'no class';
  const validate = validatorOf(name, version);
  if (validate === undefined) return [`${name} is no class of ${version}`];
  validate(event);
  return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
}

function validatorOf(name: string, version: OcsfVersion): ValidateFunction | undefined {
  const key = `${version} ${name}`;
  const known = validators.get(key);
  if (known !== undefined) return known;
  const { $defs, classes } = compiled(version);
  const schema = classes[name];
  if (schema === undefined) return undefined;
  const made = new Ajv2020({ strict: false }).compile({ ...schema, $defs });
  validators.set(key, made);
  return made;
}

const compiled = remember((version): Compiled => {
  const file = path.join(import.meta.dirname, `schemas/ocsf-${version}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Compiled;
});

/** Whether a class of OCSF 1.9.0 has an attribute, such as `actor.user.name`. */
export function hasAttribute(name: string, at: string): boolean {
  const { $defs, classes } = compiled('1.9.0');
  const end = at.split('.').reduce<AnySchemaObject | undefined>((schema, attribute) => {
    const found = (schema?.['properties'] as Record<string, AnySchemaObject> | undefined)?.[attribute];
    const { $ref: reference } = (found?.['items'] ?? found ?? {}) as { $ref?: string };
    return reference === undefined ? found : $defs[reference.replace('#/$defs/', '')];
  }, classes[name]);
  return end !== undefined;
}
