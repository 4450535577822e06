import type { AddressBook } from './address-book.ts';
import type { Alias, Aliases } from './aliases.ts';
import { ATTRIBUTE_OF } from '../reading/cannot-match.ts';
import { accountOf } from '../reading/accounts.ts';
import { isComplete, type Coverage } from '../reading/coverage.ts';
import { nameOfLog } from '../reading/log-names.ts';
import type { Part, Query } from '../reading/query.ts';
import { openAside, type Question } from '../reading/question.ts';
import { coverageOf, openReading } from '../reading/reading.ts';
import { iso } from '../window.ts';

/** How far back an actor's addresses are looked up, before the window. */
export const EARLIER_DAYS = 30;
const EARLIER_MS = EARLIER_DAYS * 86_400_000;
/** How much of what is left of the time and the pages may be spent on it. */
const SHARE = 0.25;
/** A quiet log is read with one request, a busy one page by page from its newest end. */
const READING = { raw: false, brief: true, lookingForOne: true, sliceMs: EARLIER_MS } as const;
/** More names than this are looked up by what they have in common. */
const MOST_IDS = 3;

/** What was read of the time before a window. */
export interface Earlier {
  /** Whether all of it was read, or as much as could make a difference. */
  readonly isEnough: boolean;
  /** Why the rest was not read. */
  readonly why?: string | undefined;
}

export interface Tracing {
  readonly question: Question;
  readonly query: Query;
  readonly typed: string;
  readonly aliases: Aliases;
}

/**
 * Reads where the actor came from in the 30 days before the window. Stops as soon as more could not change anything, and
 * costs no more pages than the question itself.
 */
export async function learnEarlier(tracing: Tracing, book: AddressBook): Promise<Earlier> {
  const { question, query, aliases } = tracing;
  if (book.uses().size === 0 || book.isSettled()) return { isEnough: true };
  const aside = openAside(question, SHARE);
  const window = { since: iso(query.window.from - EARLIER_MS), until: iso(query.window.from) };
  const coverage: Coverage[] = [];
  for (const lookUp of lookUpsIn(tracing)) {
    const reading = openReading(aside, { ...lookUp, ...window }, READING);
    for await (const run of reading.runs) {
      run.filter(({ event }) => aliases.acts(event)).forEach(book.addEarlier);
      if (book.isSettled()) return { isEnough: true };
    }
    coverage.push(...coverageOf(reading));
  }
  return isComplete(coverage) ? { isEnough: true } : { isEnough: false, why: whyIn(coverage) };
}

function whyIn(coverage: readonly Coverage[]): string {
  const [one] = coverage.flatMap(({ provider, log, gaps }) =>
    gaps.map(({ reason, hint }) => ({ name: `${provider}.${log}`, reason, hint })),
  );
  if (one === undefined) return 'a log cannot tell the actor';
  return one.reason === 'budget' ? 'reading them would cost more than the question itself' : `${one.name}: ${one.hint}`;
}

interface LookUp {
  readonly actor: string;
  readonly accounts: string[];
  readonly logs: string[];
}

/** How to ask for the actor in each account: by id, which some vendors can filter by, else by what its logs know. */
function lookUpsIn({ query, typed, aliases }: Tracing): readonly LookUp[] {
  const lookUps = new Map<string, LookUp>();
  for (const part of query.parts) {
    const { connection, log } = part;
    if (log.lacks?.includes('IP addresses') === true) continue;
    const account = accountOf(connection);
    for (const actor of namesIn(part, typed, aliases.list())) {
      const known = lookUps.get(`${account} ${actor}`);
      const name = nameOfLog(connection.provider, log);
      if (known === undefined) lookUps.set(`${account} ${actor}`, { actor, accounts: [account], logs: [name] });
      else known.logs.push(name);
    }
  }
  return [...lookUps.values()];
}

function namesIn({ connection, log }: Part, typed: string, aliases: readonly Alias[]): readonly string[] {
  const of = (kind: Alias['kind']): readonly Alias[] =>
    log.lacks?.includes(ATTRIBUTE_OF[kind]) === true ? [] : aliases.filter((alias) => alias.kind === kind);
  const ids = of('id').filter((alias) => accountOf(alias) === accountOf(connection));
  if (ids.length > 0 && ids.length <= MOST_IDS) return ids.map(({ value }) => value);
  return [[...of('email'), ...of('name')][0]?.value ?? typed];
}
