import * as z from 'zod';
import { isAddress } from '../address.ts';
import { createAddressBook, createNeighbours, type Neighbours } from './address-book.ts';
import { createAliases, type Alias, type Aliases } from './aliases.ts';
import type { Connection } from '../exchange/connection.ts';
import { present } from '../json.ts';
import { isComplete, type Coverage } from '../reading/coverage.ts';
import { learnEarlier, type Tracing } from './earlier.ts';
import { invalid, quoted } from '../errors.ts';
import type { AuditEvent } from '../event.ts';
import { sorted, type Dated } from '../reading/order.ts';
import { describeQuery, QueryInput, type DescribedQuery, type Query } from '../reading/query.ts';
import { openQuestion, type QueryOptions, type Question } from '../reading/question.ts';
import { coverageOf, openReading } from '../reading/reading.ts';
import { parseInput } from '../refuse.ts';
import { judgeAddresses, type TracedAddresses } from './traced-addresses.ts';
import { toLines, type TraceLine } from './trace-lines.ts';
import { undoneIn, type Undone } from './undone.ts';
import { namingUntraceable } from './untraceable.ts';
import { iso } from '../window.ts';
import { field, worded } from '../wording.ts';

const LINES = 200;
const MOST_LINES = 5000;

/** Who to trace, and when. */
export const TraceInput = QueryInput.pick({
  providers: true,
  accounts: true,
  logs: true,
  since: true,
  until: true,
  timeZone: true,
  order: true,
}).extend({
  actor: QueryInput.shape.actor.unwrap().describe('Who: an e-mail address, an id or a full name'),
  limit: z.int().min(1).max(MOST_LINES).optional().describe(`How many lines; ${LINES} by default`),
});
export type TraceInput = z.input<typeof TraceInput>;
/** The trace query as it was understood. */
export type DescribedTrace = Pick<
  DescribedQuery,
  'accounts' | 'since' | 'until' | 'timeZone' | 'order' | 'logs' | 'limit'
> &
  Pick<TraceInput, 'actor'>;

/** Everything that one actor did, in all products. */
export interface Trace {
  /** The query with absolute times: sent again, it gives the same answer. */
  readonly query: DescribedTrace;
  /** The actor's names in each product, as learnt from the events. */
  readonly aliases: readonly Alias[];
  /** Others of the same name who may be the same person, and why that is not proved. */
  readonly perhapsSame?: readonly string[];
  /** Where the actor came from, and which of these addresses stand out. */
  readonly addresses: TracedAddresses;
  readonly lines: readonly TraceLine[];
  /** The changes that the actor took back, oldest first. */
  readonly undone: readonly Undone[];
  /** Whether there are more lines than the limit. */
  readonly truncated: boolean;
  readonly events: number;
  readonly byProvider: Readonly<Record<string, number>>;
  readonly complete: boolean;
  readonly coverage: readonly Coverage[];
}

/** Builds the timeline of one actor across all products, with related events on one line. */
export async function trace(
  connections: readonly Connection[],
  input: TraceInput,
  options: QueryOptions = {},
): Promise<Trace> {
  const { actor, limit = LINES, order = 'newest', ...query } = parseInput(TraceInput, input);
  refuseAddress(actor);
  const aliases = createAliases(actor);
  const question = openQuestion(connections, options);
  const read = await collect(question, query, aliases);
  const perhapsSame = aliases.settle();
  const found = { ...read, events: read.events.filter(({ event }) => aliases.match(event)) };
  const events = found.events.map(({ event }) => event);
  const coverage = namingUntraceable(found.coverage, { typed: actor, aliases: aliases.list(), events, connections });
  const addresses = await addressesOf(found, { question, query: found.query, typed: actor, aliases });
  // Rules are loaded by those who need them: a server that has just started need not wait for them.
  const { remarker } = await import('../findings/remarker.ts');
  const lines = toLines(found.events, addresses.list, remarker(query.timeZone));
  const ordered = order === 'oldest' ? lines : lines.toReversed();
  return {
    query: { ...describeQuery(found.query), order, limit, actor },
    aliases: aliases.list(),
    ...present({ perhapsSame: perhapsSame.length === 0 ? undefined : perhapsSame }),
    addresses,
    lines: ordered.slice(0, limit),
    undone: undoneIn(events),
    truncated: lines.length > limit,
    events: events.length,
    byProvider: countProviders(found.events),
    complete: isComplete(coverage),
    coverage,
  };
}

async function addressesOf({ events, neighbours }: Traced, tracing: Tracing): Promise<TracedAddresses> {
  const { aliases } = tracing;
  const book = createAddressBook();
  for (const dated of events) if (aliases.acts(dated.event)) book.add(dated);
  const earlier = await learnEarlier(tracing, book);
  return judgeAddresses({ book, neighbours, aliases, earlier });
}

/** Nobody is called by an address, so a trace would find nothing and look complete. */
function refuseAddress(actor: string): void {
  if (!isAddress(actor)) return;
  throw invalid(
    'actor',
    `${quoted(actor)} is an IP address, and a trace follows somebody by name`,
    worded`Search with ${field('ip')} instead, and trace an actor of its events.`,
  );
}

interface Traced {
  readonly query: Query;
  /** Oldest first. */
  readonly events: readonly Dated[];
  readonly coverage: readonly Coverage[];
  /** Who came from which address. */
  readonly neighbours: Neighbours;
}

/** A name may lead to another name and that one to a third; longer chains do not occur. */
const ROUNDS = 3;

/**
 * Reads the actor's events. Products without e-mail addresses are matched by a name that another product reveals, maybe
 * only after they were read. Logs in which such events were skipped are read again.
 */
async function collect(question: Question, input: QueryInput, aliases: Aliases): Promise<Traced> {
  const neighbours = createNeighbours();
  const read = (asked: QueryInput): Promise<Round> => readRound(question, asked, { aliases, neighbours });
  let found = await read(input);
  const { query } = found;
  for (let round = 1; round < ROUNDS && found.missed.size > 0; round += 1) {
    const logs = [...found.missed];
    const frozen = { ...input, since: iso(query.window.from), until: iso(query.window.to), logs };
    const again = await read(frozen);
    const coverage = found.coverage.map((old) => again.coverage.find((one) => isSameLog(one, old)) ?? old);
    found = { ...again, events: united(found.events, again.events), coverage };
  }
  return { ...found, query, events: sorted(found.events, 'oldest') };
}

/** Keeps what an earlier round found, even if a later one does not get as far. */
function united(before: readonly Dated[], now: readonly Dated[]): readonly Dated[] {
  return [...new Map([...before, ...now].map((dated) => [dated.uid, dated])).values()];
}

function isSameLog(a: Coverage, b: Coverage): boolean {
  return a.provider === b.provider && a.tenant === b.tenant && a.log === b.log;
}

interface Round extends Traced {
  /** Logs with events that were skipped and turned out to be the actor's. */
  readonly missed: ReadonlySet<string>;
}

interface Learning {
  readonly aliases: Aliases;
  readonly neighbours: Neighbours;
}

async function readRound(question: Question, input: QueryInput, { aliases, neighbours }: Learning): Promise<Round> {
  const reading = openReading(question, { ...input, order: 'oldest' }, { eager: true, raw: false });
  const events: Dated[] = [];
  const others = new Map<string, AuditEvent>();
  for await (const run of reading.runs) {
    for (const dated of run) {
      const { event } = dated;
      neighbours.add(event);
      aliases.learn(event);
      if (aliases.match(event)) events.push(dated);
      else others.set(JSON.stringify([event.tenant, logOf(event), event.actor]), event);
    }
  }
  const missed = [...others.values()].filter(aliases.match).map(logOf);
  return { query: reading.query, events, coverage: coverageOf(reading), neighbours, missed: new Set(missed) };
}

/** The name of its log, as a query spells it. */
function logOf({ provider, log }: AuditEvent): string {
  return `${provider}.${log}`;
}

function countProviders(events: readonly Dated[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { event } of events) counts[event.provider] = (counts[event.provider] ?? 0) + 1;
  return counts;
}
