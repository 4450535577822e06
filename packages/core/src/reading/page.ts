import { conformsTo, type Conforms } from './conforms.ts';
import type { AuditEvent, EventDraft, Flag, Target, WholeEvent } from '../event.ts';
import type { Breather } from '../exchange/event-loop.ts';
import type { Fingerprint } from '../guard/fingerprint.ts';
import { instructsReader } from '../guard/instructs-reader.ts';
import { redactEvent } from '../guard/redact-event.ts';
import { canonical, uids } from '../identity.ts';
import type { Dated } from './order.ts';
import type { Log, EventDetail, PageAnswer, Provider } from '../provider.ts';
import { holds, iso, type Window } from '../window.ts';

/** One page of a vendor, as events. */
export interface Page {
  /** The events inside the asked window, in the vendor's order. */
  readonly events: readonly AuditEvent[];
  /** Counted from 1, including pages without events. */
  readonly number: number;
  /** How many entries the vendor sent, inside the window or not. */
  readonly scanned: number;
  /** How many entries the vendor says there are, by its own interpretation of the window. */
  readonly total?: number;
  /** What the vendor's support asks for. */
  readonly requestId?: string;
  /** The vendor's cursor for the next page. It expires: never store it. */
  readonly cursor?: string;
  readonly notices: readonly string[];
}

/** A page whose events still carry their positions. */
export interface DatedPage extends Omit<Page, 'events'> {
  readonly events: readonly Dated[];
}

/** Where a page comes from. */
export interface PageSource extends EventDetail {
  readonly provider: Provider;
  readonly tenant: string;
  readonly log: Log;
  readonly window: Window;
  readonly redact: boolean;
  /** Gives the same marker to the same secret. */
  readonly fingerprint: Fingerprint | undefined;
  readonly raw: boolean;
}

/** Turns every entry inside the window into an event, however malformed it is. */
export function toEvents(source: PageSource, page: PageAnswer): Dated[] {
  return page.entries.map(entryReader(source, page)).filter((dated) => dated !== undefined);
}

/** Does the same for long pages without blocking: yields to the event loop now and then. */
export async function toEventsInTurn(source: PageSource, page: PageAnswer, breathe: Breather): Promise<Dated[]> {
  const events: Dated[] = [];
  const read = entryReader(source, page);
  for (const entry of page.entries) {
    const dated = read(entry);
    if (dated !== undefined) events.push(dated);
    const pause = breathe();
    if (pause !== undefined) await pause;
  }
  return events;
}

/** Reads the entries of a page one after the other; undefined if one lies outside the window. */
function entryReader(source: PageSource, { flags = [] }: PageAnswer): (entry: unknown) => Dated | undefined {
  const { provider, tenant, log, window } = source;
  const uid = uids({ provider: provider.id, tenant, log: log.id });
  // An entry without a readable time gets the time of the one before it, which keeps its place in the page.
  let near = window.from;
  return (entry) => {
    const said = draft(source, entry);
    const { time } = said;
    if (time !== undefined && !holds(window, time)) return undefined;
    near = time ?? near;
    const event = toEvent(source, { uid: uid(time ?? 0, said.identity), entry, said, near, pageFlags: flags });
    return { at: near, uid: event.uid, event, stated: time !== undefined };
  };
}

interface Read {
  readonly uid: string;
  readonly entry: unknown;
  readonly said: EventDraft;
  readonly near: number;
  readonly pageFlags: readonly Flag[];
}

function toEvent(source: PageSource, { uid, entry, said, near, pageFlags }: Read): AuditEvent {
  const { provider, tenant, log, redact, fingerprint, raw, brief = false } = source;
  const targets = distinctTargets(said);
  const ours = noticed(log, entry, said.time);
  const event: WholeEvent = {
    uid,
    provider: provider.id,
    tenant,
    log: log.id,
    nativeId: said.nativeId,
    time: iso(near),
    actor: said.actor,
    impersonator: said.impersonator,
    verb: said.verb,
    action: said.action,
    category: said.category,
    target: targets[0],
    targets: targets.length > 1 ? targets : undefined,
    changes: brief ? [] : said.changes,
    outcome: said.outcome,
    ip: said.ip,
    userAgent: said.userAgent,
    requestId: said.requestId,
    message: brief ? '' : said.message,
    flags: ours.length + pageFlags.length > 0 ? [...new Set([...said.flags, ...pageFlags, ...ours])] : said.flags,
    raw: raw ? entry : undefined,
  };
  return redact ? redactEvent(event, fingerprint) : event;
}

/** Dedupes targets: an entry may list the same row twice. */
function distinctTargets({ target, targets = target === undefined ? [] : [target] }: EventDraft): Target[] {
  return targets.length < 2
    ? [...targets]
    : [...new Map(targets.map((one) => [JSON.stringify([one.type, one.id, one.name]), one])).values()];
}

/** What is noticed in the entries of any log. */
function noticed(log: Log, entry: unknown, time: number | undefined): Flag[] {
  const flags: Flag[] = time === undefined || !fits(log, entry) ? ['parse'] : [];
  return instructsReader(entry) ? [...flags, 'instructs_reader'] : flags;
}

const tests = new WeakMap<Log, Conforms>();

function fits(log: Log, entry: unknown): boolean {
  let test = tests.get(log);
  if (test === undefined) tests.set(log, (test = conformsTo(log.entry)));
  return test(entry);
}

/** Finds a log by id, including logs that the vendor added later. */
export function findLog(provider: Provider, id: string): Log | undefined {
  return provider.logs.find((log) => log.id === id) ?? provider.otherLog?.(id);
}

/** Providers should not throw here; if one does, a single bad entry must not fail the whole page. */
function draft(source: PageSource, entry: unknown): EventDraft {
  try {
    return source.provider.event(entry, source.log.id, source);
  } catch {
    return {
      time: undefined,
      identity: [canonical(entry)],
      actor: { kind: 'unknown' },
      verb: 'other',
      action: 'unknown',
      category: 'other',
      changes: [],
      message: 'An entry that could not be read',
      flags: ['parse'],
    };
  }
}
