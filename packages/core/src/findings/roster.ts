import * as z from 'zod';
import { invalid } from '../errors.ts';
import { parseInstant } from '../moment.ts';
import type { Roster } from './sight.ts';

const Text = z.string().min(1).max(1000);

/** A person of the company, and what is known about them. */
export const RosterEntry = z.strictObject({
  person: Text.describe('The full name'),
  emails: z.array(Text).max(50).optional().describe('All addresses'),
  ids: z.array(Text).max(50).optional().describe('Ids in the products'),
  left_at: Text.optional().describe('When the person left: a date, which begins in UTC, or a time with zone'),
});
export type RosterEntry = z.infer<typeof RosterEntry>;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOST = 200_000;
const HINT = 'An entry has person, and emails, ids and left_at where they are known.';

/** Checks a roster. One with holes is refused, because whoever is missing would count as here. */
export function parseRoster(given: unknown): Roster {
  if (!Array.isArray(given)) throw invalid('roster', 'is no list', HINT);
  if (given.length > MOST)
    throw invalid('roster', `has more than ${MOST} people`, 'Leave out who never had an account.');
  const left = new Map<string, number>();
  const here = new Set<string>();
  for (const [index, one] of given.entries()) {
    const { person, emails = [], ids = [], left_at: leaving } = readEntry(one, index);
    const names = [...emails, ...ids, ...(emails.length + ids.length === 0 ? [person] : [])].map((name) =>
      name.toLowerCase(),
    );
    const at = leaving === undefined ? undefined : instantOf(leaving, index);
    for (const name of names) {
      if (at === undefined) here.add(name);
      else left.set(name, at);
    }
  }
  return {
    leftAt: ({ email, id, name }) => {
      const known = [email, id, name].flatMap((one) => one?.toLowerCase() ?? []);
      // Whoever came back, or shares a name with somebody who is here, has not left.
      return known.some((one) => here.has(one))
        ? undefined
        : known.map((one) => left.get(one)).find((at) => at !== undefined);
    },
  };
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
  throw invalid(['roster', String(index + 1), 'left_at'], `cannot read ${text}`, 'Write a date such as 2026-10-09.');
}
