import { call } from '../exchange/call.ts';
import type { Connection } from '../exchange/connection.ts';
import { AuditError, invalid, quoted, type Fault } from '../errors.ts';
import { createBreather } from '../exchange/event-loop.ts';
import { digest } from '../identity.ts';
import { present } from '../json.ts';
import type { Dated } from './order.ts';
import { findLog, toEventsInTurn, type DatedPage, type PageSource } from './page.ts';
import type { Ask, Log, PageAnswer, Provider } from '../provider.ts';
import type { ReadOptions, Slice } from './slice.ts';
import { suggest } from '../refuse.ts';
import type { Window } from '../window.ts';

/** One page of a walk, and how to get the next. */
export interface Step {
  readonly page: DatedPage;
  readonly next?: () => Promise<Step>;
}

export interface WalkOptions extends ReadOptions {
  /** Called before each page; throws if the budget is used up. */
  readonly takePage?: (() => void) | undefined;
}

const MAX_PAGES = 100_000;

/** Walks through one slice from its first page. Sends no request before the first step. */
export function createWalk(connection: Connection, slice: Slice, options: WalkOptions): () => Promise<Step> {
  const { provider, tenant, fingerprint } = connection;
  const log = requireLog(provider, slice.log);
  const { window, filters = {}, order = 'newest' } = slice;
  const { redact = true, raw = true, brief } = options;
  const source: PageSource = { provider, tenant, log, window, redact, fingerprint, raw, brief };
  const progress = createProgress(log, order);
  const maxPages = options.maxPages ?? MAX_PAGES;
  let circle = createCircleGuard();
  let number = 0;

  async function step(ask: Ask): Promise<Step> {
    options.takePage?.();
    const answer = await call(connection, ask, options);
    if (answer.kind === 'restart') {
      circle = createCircleGuard();
      return step({ ...ask, cursor: undefined, window: progress.resume(window, answer.fault) });
    }
    number += 1;
    const { cursor } = answer;
    const dated = await toEventsInTurn(source, answer, createBreather(connection.ports, options.signal));
    const problem =
      number >= maxPages && cursor !== undefined ? 'has more pages than allowed' : circle.check(dated, cursor);
    if (problem !== undefined) throw loopError(connection, log, problem);
    const page = toPage(answer, number, progress.fresh(dated));
    return cursor === undefined ? { page } : { page, next: () => step({ ...ask, cursor }) };
  }

  return () => step({ operation: 'list', log: log.id, window, filters, order });
}

/** Finds a log of the provider by id; rejects an unknown id and suggests the nearest. */
export function requireLog(provider: Provider, id: string): Log {
  const log = findLog(provider, id);
  if (log !== undefined) return log;
  const ids = provider.logs.map((known) => known.id);
  throw invalid('log', `${provider.label} has no log ${quoted(id)}`, suggest(id, ids));
}

function toPage(answer: PageAnswer, number: number, events: readonly Dated[]): DatedPage {
  const { entries, notices = [], total, requestId, cursor } = answer;
  return { events, number, scanned: entries.length, ...present({ total, requestId, cursor }), notices };
}

interface CircleGuard {
  /** Describes what is wrong with a page if it shows that the vendor is looping. */
  readonly check: (page: readonly Dated[], cursor: string | undefined) => string | undefined;
}

/** Detects a vendor that ignores or repeats its cursor, which would be read forever. */
function createCircleGuard(): CircleGuard {
  const cursors = new Set<string>();
  let previous: readonly string[] = [];
  return {
    check: (page, cursor) => {
      const uids = page.map(({ uid }) => uid);
      const same = uids.length > 0 && uids.length === previous.length && uids.every((uid, at) => uid === previous[at]);
      previous = uids;
      if (cursor === undefined) return undefined;
      const print = digest(cursor);
      const seen = cursors.has(print);
      cursors.add(print);
      if (seen) return 'gave the same cursor twice';
      return same ? 'gave the same page twice' : undefined;
    },
  };
}

function loopError({ provider }: Connection, log: Log, problem: string): AuditError {
  return new AuditError({
    code: 'bad_response',
    provider: provider.id,
    log: log.id,
    message: `${provider.label} ${problem}`,
    hint: 'Reading stopped to avoid an endless loop; everything before this point is correct. Try a shorter window.',
  });
}

interface WalkState {
  /** The events that have not been returned before. */
  readonly fresh: (page: readonly Dated[]) => readonly Dated[];
  /** The window that is still to be read after the cursor died. */
  readonly resume: (window: Window, fault: Fault) => Window;
}

/**
 * Remembers what it takes to continue after a dead cursor without a gap or a duplicate. If the vendor keeps an order,
 * that is the time reached and the events at that time. If not, it is every event of the slice.
 */
function createProgress(log: Log, asked: 'newest' | 'oldest'): WalkState {
  const order = log.order === 'either' ? asked : log.order;
  const seen = createSeen();
  let edge: number | undefined;
  let inOrder = order !== 'unknown';
  let restartedAt: string | undefined;

  function advance(at: number): void {
    if (edge !== undefined && (order === 'newest' ? at > edge : at < edge)) inOrder = false;
    // In an ordered log, only events at the reached time can come again.
    if (at !== edge && order !== 'unknown') seen.clear();
    edge = at;
  }

  return {
    fresh: (page) =>
      page.filter(({ at, uid, stated }) => {
        if (stated) advance(at);
        return seen.isNew(uid);
      }),
    resume: (window, fault) => {
      // Restart once per place; another restart is allowed only after progress.
      const place = order === 'unknown' ? `${seen.size()} seen` : `at ${edge}`;
      if (place === restartedAt || (order !== 'unknown' && !inOrder)) throw dead(fault);
      restartedAt = place;
      if (edge === undefined || order === 'unknown') return window;
      return order === 'newest' ? { ...window, to: edge + 1 } : { ...window, from: edge };
    },
  };
}

interface SeenUids {
  /** Whether it was not seen before; from now on it was. */
  readonly isNew: (uid: string) => boolean;
  readonly size: () => number;
  readonly clear: () => void;
}

/** Most times have a single event. A set would be emptied and filled again for each of them. */
function createSeen(): SeenUids {
  let first: string | undefined;
  const others = new Set<string>();
  return {
    isNew: (uid) => {
      if (first === undefined) {
        first = uid;
        return true;
      }
      // One look-up instead of two: some logs have 100,000 events in here.
      const { size } = others;
      return uid !== first && others.add(uid).size > size;
    },
    size: () => (first === undefined ? 0 : 1 + others.size),
    clear: () => {
      first = undefined;
      if (others.size > 0) others.clear();
    },
  };
}

function dead(fault: Fault): AuditError {
  return new AuditError({
    ...fault,
    code: 'bad_response',
    hint: 'The cursor died again in the same place; everything before it is correct. Read shorter windows.',
  });
}
