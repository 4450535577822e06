import { hash } from 'node:crypto';
import { isObject } from './json.ts';
import { base36 } from './number-text.ts';
import { isTime } from './time-range.ts';

/** Deeper than any vendor nests, and safe for the call stack. */
const DEEP = 200;

/** Canonical JSON with sorted keys: equal data gives equal text, whatever the vendor's key order. */
export function canonical(value: unknown, depth = 0): string {
  if (depth > DEEP) return '"…"';
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const fields = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key], depth + 1)}`);
  return `{${fields.join(',')}}`;
}

/** A short digest of several strings. */
export function digest(...parts: readonly string[]): string {
  return short(JSON.stringify(parts));
}

/** A short digest of one string. */
export function short(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 16);
}

/** Where events come from. */
export interface Origin {
  readonly provider: string;
  readonly tenant: string;
  readonly log: string;
}

/** A text that is the same for the same log, and for no other. */
export function originKey({ provider, tenant, log }: Origin): string {
  return JSON.stringify([provider, tenant, log]);
}

/**
 * Creates the uids of a log's events: `gong-mi8x2k4p-Zk3v9QpX1aBc7dEf`. Provider and time are readable, so that an
 * event can be fetched by its uid alone; the hash of tenant, log and the entry's identity makes it unique.
 */
export function uids(from: Origin): (time: number, identity: readonly string[]) => string {
  const { provider } = from;
  const origin = originKey(from).slice(0, -1);
  return (time, identity) => {
    let list = origin;
    for (const part of identity) list += PLAIN.test(part) ? `,"${part}"` : `,${JSON.stringify(part)}`;
    return `${provider}-${base36(time)}-${short(`${list}]`)}`;
  };
}

/** What JSON writes as it is. */
const PLAIN = /^[\w-]*$/;

const UID = /^([a-z0-9]+)-(-?[0-9a-z]+)-(?:[\w-]{4}|[\w-]{16})$/;

/** How many characters of the hash a short form leaves out. Events of the same millisecond seldom share the rest. */
const LEFT_OUT = 12;

/**
 * Shortens the uids of one table to `gong-mi8x2k4p-Zk3v`, from which an event can be found as well. Of two with the same
 * short form, the second stays whole.
 */
export function createShortUids(): (uid: string) => string {
  const owners = new Map<string, string>();
  return (uid) => {
    const brief = uid.slice(0, -LEFT_OUT);
    const owner = owners.get(brief) ?? uid;
    owners.set(brief, owner);
    return owner === uid ? brief : uid;
  };
}

/** The provider and time in a uid or its short form, or undefined if it is neither. */
export function locate(value: string): { provider: string; time: number } | undefined {
  const [, provider, digits = ''] = UID.exec(value) ?? [];
  const time = Number.parseInt(digits, 36);
  return provider === undefined || !isTime(time) ? undefined : { provider, time };
}
