import * as z from 'zod';
import { invalid, quoted } from '../errors.ts';
import { localClock, parseInstant } from '../moment.ts';
import { remember } from '../remember.ts';
import type { Known, Roster } from './sight.ts';

const Text = z.string().min(1).max(1000);
const YesOrNo = z.union([z.boolean(), z.literal(['yes', 'no', 'true', 'false'])], 'has to be yes or no');

/** A person of the company, and what is known about them. */
export const RosterEntry = z.strictObject({
  person: Text.describe('The full name'),
  emails: z.array(Text).max(50).optional().describe('All addresses'),
  ids: z.array(Text).max(50).optional().describe('Ids in the products'),
  left_at: Text.optional().describe('When the person left: a date, which begins in UTC, or a time with zone'),
  privileged: YesOrNo.optional().describe('Whether the person is an administrator or may do much harm'),
  time_zone: Text.optional().describe('Where the person works, such as Europe/Berlin'),
});
export type RosterEntry = z.infer<typeof RosterEntry>;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOST = 200_000;
const HINT = 'An entry has person, and emails, ids, left_at, privileged and time_zone where they are known.';

const clockIn = remember((zone) => ({ local: localClock(zone) }));

/** What the entries of one name say together. */
interface OnRoster {
  left: number | undefined;
  isPrivileged: boolean;
  zone: string | undefined;
}

/** Checks a roster. One with holes is refused, because whoever is missing would count as here. */
export function parseRoster(given: unknown): Roster {
  if (!Array.isArray(given)) throw invalid('roster', 'is no list', HINT);
  if (given.length > MOST)
    throw invalid('roster', `has more than ${MOST} people`, 'Leave out who never had an account.');
  const people = new Map<string, OnRoster>();
  for (const [index, one] of given.entries()) {
    const entry = readEntry(one, index);
    const person = personOf(entry, index);
    for (const name of namesOf(entry)) people.set(name, joined(people.get(name), person));
  }
  const found = ({ email, id, name }: Known): OnRoster[] =>
    [email, id, name].flatMap((one) => (one === undefined ? [] : (people.get(one.toLowerCase()) ?? [])));
  return {
    people: given.length,
    leftAt: (known) => {
      const all = found(known);
      // Whoever came back, or shares a name with somebody who is here, has not left.
      return all.some(({ left }) => left === undefined) ? undefined : all[0]?.left;
    },
    isPrivileged: (known) => found(known).some(({ isPrivileged }) => isPrivileged),
    clockOf: (known) => {
      const zone = found(known).find((one) => one.zone !== undefined)?.zone;
      return zone === undefined ? undefined : clockIn(zone).local;
    },
  };
}

/** Somebody with addresses or ids is not looked up by name, which others may have, too. */
function namesOf({ person, emails = [], ids = [] }: RosterEntry): string[] {
  const names = emails.length + ids.length === 0 ? [person] : [...emails, ...ids];
  return names.map((name) => name.toLowerCase());
}

function personOf({ left_at: left, privileged, time_zone: zone }: RosterEntry, index: number): OnRoster {
  if (zone !== undefined) requireZone(zone, index);
  return {
    left: left === undefined ? undefined : instantOf(left, index),
    isPrivileged: [true, 'yes', 'true'].includes(privileged ?? false),
    zone,
  };
}

function requireZone(zone: string, index: number): void {
  try {
    clockIn(zone);
  } catch {
    throw invalid(pathTo(index, 'time_zone'), `${quoted(zone)} is no time zone`, 'Write one such as Europe/Berlin.');
  }
}

/** Entries of one name: whoever is here in one of them is here, and of two time zones, neither counts. */
function joined(one: OnRoster | undefined, other: OnRoster): OnRoster {
  if (one === undefined) return other;
  return {
    left: one.left === undefined ? undefined : other.left,
    isPrivileged: one.isPrivileged || other.isPrivileged,
    zone: one.zone === other.zone ? one.zone : undefined,
  };
}

function pathTo(index: number, name: string): string[] {
  return ['roster', String(index + 1), name];
}

function readEntry(one: unknown, index: number): RosterEntry {
  const read = RosterEntry.safeParse(one, { jitless: true });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const at = ['roster', String(index + 1), ...(issue?.path ?? []).map(String)];
  throw invalid(at, issue?.message ?? 'is not valid', HINT);
}

function instantOf(text: string, index: number): number {
  const at = parseInstant(DATE.test(text) ? `${text}T00:00:00Z` : text);
  if (at !== undefined) return at;
  throw invalid(pathTo(index, 'left_at'), `cannot read ${text}`, 'Write a date such as 2026-10-09.');
}
