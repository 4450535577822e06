import * as z from 'zod';
import { isAddress } from '../address.ts';
import { createAliases, type Alias, type Aliases } from './aliases.ts';
import type { Connection } from '../exchange/connection.ts';
import { isComplete, type Coverage } from '../reading/coverage.ts';
import { invalid, quoted } from '../errors.ts';
import { targetsOf, type AuditEvent } from '../event.ts';
import { present } from '../json.ts';
import { localClock } from '../moment.ts';
import { sorted, type Dated } from '../reading/order.ts';
import { describeQuery, QueryInput, type DescribedQuery, type Query } from '../reading/query.ts';
import { openQuestion, type QueryOptions, type Question } from '../reading/question.ts';
import { coverageOf, openReading } from '../reading/reading.ts';
import { parseInput } from '../refuse.ts';
import { remarksOn, type Remark } from './remarks.ts';
import { namingUntraceable } from './untraceable.ts';
import { iso } from '../window.ts';
import { field, worded } from '../wording.ts';

const LINES = 200;
const MOST_LINES = 5000;
const BURST_MS = 30 * 60_000;
const SAMPLE = 3;

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

/** A burst of the same action by the actor. */
export interface TraceLine {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly provider: string;
  readonly tenant: string;
  readonly log: string;
  readonly verb: AuditEvent['verb'];
  readonly action: string;
  readonly target?: AuditEvent['target'];
  /** All targets, if there is more than one. */
  readonly targets?: AuditEvent['targets'];
  /** The message of the first event. */
  readonly message: string;
  readonly ips: readonly string[];
  readonly remarks: readonly Remark[];
  /** The uids of the first few events. */
  readonly uids: readonly string[];
}

/** Everything that one actor did, in all products. */
export interface Trace {
  /** The query with absolute times: sent again, it gives the same answer. */
  readonly query: DescribedTrace;
  /** The actor's names in each product, as learnt from the events. */
  readonly aliases: readonly Alias[];
  readonly lines: readonly TraceLine[];
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
  const found = await collect(openQuestion(connections, options), query, aliases);
  const events = found.events.map(({ event }) => event);
  const coverage = namingUntraceable(found.coverage, { typed: actor, aliases: aliases.list(), events, connections });
  const lines = toLines(found.events, query.timeZone);
  const ordered = order === 'oldest' ? lines : lines.toReversed();
  return {
    query: { ...describeQuery(found.query), order, limit, actor },
    aliases: aliases.list(),
    lines: ordered.slice(0, limit),
    truncated: lines.length > limit,
    events: events.length,
    byProvider: countProviders(found.events),
    complete: isComplete(coverage),
    coverage,
  };
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
}

/** A name may lead to another name and that one to a third; longer chains do not occur. */
const ROUNDS = 3;

/**
 * Reads the actor's events. Products without e-mail addresses are matched by a name that another product reveals, maybe
 * only after they were read. Logs in which such events were skipped are read again.
 */
async function collect(question: Question, input: QueryInput, aliases: Aliases): Promise<Traced> {
  let found = await readRound(question, input, aliases);
  const { query } = found;
  for (let round = 1; round < ROUNDS && found.missed.size > 0; round += 1) {
    const logs = [...found.missed];
    const frozen = { ...input, since: iso(query.window.from), until: iso(query.window.to), logs };
    const again = await readRound(question, frozen, aliases);
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

async function readRound(question: Question, input: QueryInput, aliases: Aliases): Promise<Round> {
  const reading = openReading(question, { ...input, order: 'oldest' }, { eager: true, raw: false });
  const events: Dated[] = [];
  const others = new Map<string, AuditEvent>();
  for await (const run of reading.runs) {
    for (const dated of run) {
      const { event } = dated;
      if (aliases.match(event)) {
        events.push(dated);
        aliases.learn(event);
      } else others.set(JSON.stringify([event.tenant, logOf(event), event.actor]), event);
    }
  }
  const missed = [...others.values()].filter(aliases.match).map(logOf);
  return { query: reading.query, events, coverage: coverageOf(reading), missed: new Set(missed) };
}

/** The name of its log, as a query spells it. */
function logOf({ provider, log }: AuditEvent): string {
  return `${provider}.${log}`;
}

interface Line extends TraceLine {
  readonly ips: string[];
  readonly remarks: Remark[];
  readonly uids: string[];
}

/** Puts the same action on the same target on one line, unless there is a long pause in between. */
function toLines(events: readonly Dated[], timeZone: string | undefined): Line[] {
  const lines: Line[] = [];
  const open = new Map<string, { readonly index: number; readonly until: number; readonly ips: Set<string> }>();
  const knownIps = new Set<string>();
  const local = localClock(timeZone);
  for (const { at, event } of events) {
    const key = JSON.stringify([event.provider, event.tenant, event.log, event.actor, event.action, targetsOf(event)]);
    const { index = lines.length, until = Number.NEGATIVE_INFINITY, ips = new Set<string>() } = open.get(key) ?? {};
    const line = at - until <= BURST_MS ? lines[index] : undefined;
    const remarks = remarksOn(event, { at, knownIps, local });
    if (event.ip !== undefined) knownIps.add(event.ip);
    if (line === undefined) {
      const added = lineOf(event, remarks);
      open.set(key, { index: lines.push(added) - 1, until: at, ips: new Set(added.ips) });
    } else {
      lines[index] = longer(line, event, remarks, ips);
      open.set(key, { index, until: at, ips });
    }
  }
  return lines;
}

function lineOf(event: AuditEvent, remarks: Remark[]): Line {
  const { time, provider, tenant, log, verb, action, target, targets, message, ip, uid } = event;
  return {
    from: time,
    to: time,
    count: 1,
    provider,
    tenant,
    log,
    verb,
    action,
    ...present({ target, targets }),
    message,
    ips: ip === undefined ? [] : [ip],
    remarks,
    uids: [uid],
  };
}

function longer(line: Line, { time, ip, uid }: AuditEvent, remarks: readonly Remark[], ips: Set<string>): Line {
  // Mutated instead of copied, because there may be as many addresses as events.
  if (ip !== undefined && !ips.has(ip)) line.ips.push(ip);
  if (ip !== undefined) ips.add(ip);
  return {
    ...line,
    to: time,
    count: line.count + 1,
    remarks: [...new Set([...line.remarks, ...remarks])],
    uids: line.uids.length < SAMPLE ? [...line.uids, uid] : line.uids,
  };
}

function countProviders(events: readonly Dated[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { event } of events) counts[event.provider] = (counts[event.provider] ?? 0) + 1;
  return counts;
}
