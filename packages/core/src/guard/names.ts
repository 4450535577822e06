import { IDENTIFIERS, type Identification } from './identifiers.ts';
import { remember } from '../remember.ts';
import { HOLDERS, METADATA, PARAMETER_NAMES, SECRET_NAMES, type SecretKind } from './secrets.ts';

const LONGEST_NAME = 128;
// A URL or a form used as a name is just text: its parameters say nothing about the value.
const HEADER = /^(?:\w{1,32}-[\w-]{1,64}|authorization|cookie)$/i;
const QUERY = /[=?]/;
const OTHER_SCRIPTS = /пароль|密码|密碼|パスワート|비밀번호/giu;

/** What the name of a field says about its value. */
export interface NameMeaning {
  /** The secret that a field with this name holds, if any. */
  readonly secret: SecretKind | undefined;
  /** The secret that a query, form or request parameter with this name holds, if any. */
  readonly parameter: SecretKind | undefined;
  /** The role of a member with this name in `{ name, value }` and similar objects. */
  readonly holds: keyof typeof HOLDERS | undefined;
  /** The kind of random-looking value that a field with this name may hold. */
  readonly identifies: Identification | undefined;
}

const SECRETS = patterns(SECRET_NAMES);
const PARAMETERS = patterns(PARAMETER_NAMES);
const HOLDS = patterns(HOLDERS);
const IDENTIFIES = patterns(IDENTIFIERS);
const NOTHING: NameMeaning = { secret: undefined, parameter: undefined, holds: undefined, identifies: undefined };

export function secretNamed(name: string): SecretKind | undefined {
  return meaning(name).secret;
}

export function parameterNamed(name: string): SecretKind | undefined {
  return meaning(name).parameter;
}

/** The secret that an object is about if this member holds its name, as in `{ name: 'password', value: … }`. */
export function secretOf(member: string, label: string): SecretKind | undefined {
  const role = meaning(member).holds;
  if (role === 'parameter') return parameterNamed(label);
  return role === 'name' ? secretLabelled(label) : undefined;
}

/** The secret that a header with this name holds, in a list of alternating names and values. */
export function secretListed(name: string): SecretKind | undefined {
  return HEADER.test(name) ? secretNamed(name) : undefined;
}

/**
 * The secret that a label is about. Labels may be prose, so only the last two words count: `Session with Bob` is none.
 */
export function secretLabelled(label: string): SecretKind | undefined {
  return labelled(label).secret;
}

const labelled = remember((label) => meaning(lastWords(label)));

/** Interprets a name. The same few names occur in every entry, so this is usually a cache hit. */
export function meaning(name: string): NameMeaning {
  return name.length > LONGEST_NAME ? NOTHING : meaningOf(name);
}

const meaningOf = remember((name) => ofShape(shape(name)));

const ofShape = remember((name) => (QUERY.test(name) ? NOTHING : read(` ${words(name).join(' ')} `)));

/** Names that differ in a number only mean the same, unless it is part of a character. */
function shape(name: string): string {
  return name.includes('%') ? name : name.replaceAll(/\d+/g, '0');
}

function read(name: string): NameMeaning {
  const secret = METADATA.test(name) ? undefined : first(SECRETS, name);
  return {
    secret,
    parameter: secret ?? first(PARAMETERS, name),
    holds: first(HOLDS, name),
    identifies: first(IDENTIFIES, name),
  };
}

function first<K>(kinds: readonly (readonly [K, RegExp])[], name: string): K | undefined {
  return kinds.find(([, pattern]) => pattern.test(name))?.[0];
}

function patterns<K extends string>(table: Readonly<Record<K, RegExp>>): readonly (readonly [K, RegExp])[] {
  const kinds: [K, RegExp][] = [];
  for (const kind in table) kinds.push([kind, table[kind]]);
  return kinds;
}

/** Splits a name into words, in any notation. Everything but letters separates words. */
function words(name: string): string[] {
  return name
    .replace(/%[0-9a-fA-F]{2}/g, ' ')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(OTHER_SCRIPTS, ' password ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}

function lastWords(label: string): string {
  const said = label.trim();
  const two = said.slice(said.lastIndexOf(' ', said.lastIndexOf(' ') - 1) + 1);
  return /^\s|\s\s|[^\S ]/.test(two) ? said.split(/\s+/).slice(-2).join(' ') : two;
}
