import { canonical } from '../identity.ts';
import { isObject, type JsonObject, parseJson } from '../json.ts';
import { stringEnd } from './escapes.ts';
import { remember } from '../remember.ts';
import type { Fingerprint } from './fingerprint.ts';
import { isIdentifier, type Identification } from './identifiers.ts';
import { isMarker, marker } from './marker.ts';
import { type NameMeaning, meaning, secretListed, secretOf } from './names.ts';
import { hasPattern, scrub } from './scan.ts';
import type { SecretKind } from './secrets.ts';
import { isPublicValue } from './states.ts';
import { unitAt } from '../unit-at.ts';

const DEEPEST = 64;
const JSON_START = /^\s{0,64}["[{]/;

/** What a member's name means, and how it may be shown. The same few names occur in every entry. */
interface Member extends NameMeaning {
  readonly shown: string;
}

const memberOf = remember<Member>((name) => ({ ...meaning(name), shown: scrub(name) }));

/**
 * Replaces every secret in JSON data with a marker. Whatever holds no secret is returned by reference, in whole or in
 * part. With fingerprints, the same secret always gets the same marker.
 */
export function redact<T>(value: T, fingerprint?: Fingerprint): T {
  return sweep(value, 0, fingerprint) as T;
}

/** Redacts the secrets inside an id. */
export function redactId(id: string, names: Identification, fingerprint?: Fingerprint): string {
  const clean = sweepText(id, 0, fingerprint);
  return clean !== id && isMeantToBeRead(id, names) ? id : clean;
}

/** Whether a text merely looks random, in a place where random ids are expected. */
function isMeantToBeRead(text: string, names: Identification): boolean {
  return isIdentifier(text, names) && !hasPattern(text);
}

function sweep(value: unknown, depth: number, fingerprint?: Fingerprint): unknown {
  if (typeof value === 'string') return sweepText(value, depth, fingerprint);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return '[redacted:too-deep]';
  if (Array.isArray(value)) return sweepArray(value, depth, fingerprint);
  return isObject(value) ? sweepObject(value, depth, fingerprint) : value;
}

/** In a list of headers, each value follows its name. */
function sweepArray(list: readonly unknown[], depth: number, fingerprint?: Fingerprint): readonly unknown[] {
  let before: unknown;
  return sweepList(list, (item) => {
    const kind = typeof before === 'string' && typeof item === 'string' ? secretListed(before) : undefined;
    before = item;
    if (kind === undefined || secretListed(String(item)) !== undefined) return sweep(item, depth + 1, fingerprint);
    return maskOne(item, kind, fingerprint);
  });
}

// Most values are clean, and this runs over everything that is read, so nothing is copied before something changes.
function sweepList(list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  let clean: unknown[] | undefined;
  let index = 0;
  for (const item of list) {
    const kept = change(item);
    if (kept !== item) clean ??= list.slice(0, index);
    clean?.push(kept);
    index += 1;
  }
  return clean ?? list;
}

function sweepObject(object: JsonObject, depth: number, fingerprint?: Fingerprint): JsonObject {
  let label: SecretKind | undefined;
  let isLabelKnown = false;
  let clean: [string, unknown][] | undefined;
  let index = 0;
  for (const name in object) {
    const member = memberOf(name);
    const { shown } = member;
    const value = object[name];
    if (member.holds === 'value' && !isLabelKnown) {
      label = labelOf(object);
      isLabelKnown = true;
    }
    const kind = kindOf(member, label);
    const cleanValue =
      kind === undefined ? sweepMember(value, member, depth, fingerprint) : mask(value, kind, fingerprint);
    if (shown !== name || cleanValue !== value) clean ??= Object.entries(object).slice(0, index);
    clean?.push([shown, cleanValue]);
    index += 1;
  }
  // fromEntries instead of assignment, because a member may be called `__proto__`.
  return clean === undefined ? object : Object.fromEntries(withoutTwins(clean));
}

function kindOf({ secret, holds }: Member, label: SecretKind | undefined): SecretKind | undefined {
  return secret ?? (holds === 'value' ? label : undefined);
}

function sweepMember(value: unknown, { identifies }: Member, depth: number, fingerprint?: Fingerprint): unknown {
  const clean = sweep(value, depth + 1, fingerprint);
  if (clean === value || identifies === undefined || typeof value !== 'string') return clean;
  return isMeantToBeRead(value, identifies) ? value : clean;
}

/** Keeps both of two names that became the same marker. */
function withoutTwins(members: readonly [string, unknown][]): [string, unknown][] {
  const seen = new Map<string, number>();
  return members.map(([name, value]) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return [count === 1 ? name : `${name}#${count}`, value];
  });
}

/** The secret that `{ name: 'password', value: … }` or a similar object is about. */
function labelOf(object: JsonObject): SecretKind | undefined {
  for (const member in object) {
    const label = object[member];
    const kind = typeof label === 'string' ? secretOf(member, label) : undefined;
    if (kind !== undefined) return kind;
  }
  return undefined;
}

function mask(value: unknown, kind: SecretKind, fingerprint?: Fingerprint): unknown {
  return Array.isArray(value)
    ? sweepList(value, (item) => maskOne(item, kind, fingerprint))
    : maskOne(value, kind, fingerprint);
}

function maskOne(value: unknown, kind: SecretKind, fingerprint?: Fingerprint): unknown {
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  if (typeof value === 'object' && Object.keys(value).length === 0) return value;
  const said = typeof value === 'string' ? value.trim() : canonical(value);
  return isPublicValue(said, kind) || isMarker(said) ? value : marker(kind, said, fingerprint);
}

function sweepText(text: string, depth: number, fingerprint?: Fingerprint): string {
  if (text === '') return text;
  const isJson = mayBeJson(text) && depth <= DEEPEST && !isMarker(text);
  return (isJson ? sweepJson(text, depth, fingerprint) : undefined) ?? scrub(text, fingerprint);
}

/** The first character usually decides. */
function mayBeJson(text: string): boolean {
  const first = unitAt(text, 0);
  return (first <= 34 || first === 91 || first === 123 || first > 126) && JSON_START.test(text);
}

function sweepJson(text: string, depth: number, fingerprint?: Fingerprint): string | undefined {
  if (!isValid(text)) return undefined;
  const parsed = parseJson(text);
  const clean = sweep(parsed, depth + 1, fingerprint);
  // Of duplicate members, parsing keeps only the last; the others would stay in the text unchecked.
  const isSame = clean === parsed && countMembersOf(parsed) === countMembersIn(text);
  return isSame ? text : JSON.stringify(clean);
}

function isValid(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function countMembersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const members = Object.values(value);
  return members.reduce((sum: number, member) => sum + countMembersOf(member), isObject(value) ? members.length : 0);
}

function countMembersIn(text: string): number {
  let count = 0;
  for (let open = text.indexOf('"'); open >= 0;) {
    const close = stringEnd(text, open);
    if (/^\s*:/.test(text.slice(close + 1, close + 65))) count += 1;
    open = text.indexOf('"', close + 1);
  }
  return count;
}
