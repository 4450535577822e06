import { createHash } from 'node:crypto';
import { chance } from './world/chance.ts';
import type { CommonSettings } from './switches.ts';
import type { Item, Mark, SimulatedLog } from './world/log.ts';

/** What to page over. */
export interface PageAsk {
  readonly log: SimulatedLog;
  /** The requested bounds, in milliseconds. The switches decide whether they are inclusive. */
  readonly from: number;
  readonly to: number;
  readonly order: 'oldest' | 'newest';
  readonly size: number;
  readonly cursor: string | undefined;
  /** Everything that the cursor is bound to. */
  readonly question: string;
  readonly where?: (item: Item) => boolean;
}

/** The settings and the current time. */
export interface PageContext {
  readonly settings: CommonSettings;
  readonly now: number;
  readonly number: number;
  readonly cursorLifeMs: number;
}

export interface SimulatedPage {
  readonly items: readonly Item[];
  readonly next: string | undefined;
  /** Counted from 0. */
  readonly page: number;
}

/** Why a cursor is rejected. */
export type CursorFault = 'expired' | 'foreign' | 'unreadable';

interface Cursor {
  readonly after: Mark;
  /** The number of the page that it leads to. */
  readonly page: number;
  readonly question: string;
  readonly until: number;
}

/** Returns one page, or what is wrong with the cursor. */
export function takePage(ask: PageAsk, context: PageContext): SimulatedPage | CursorFault {
  const { settings } = context;
  const cursor = ask.cursor === undefined ? undefined : openCursor(ask, context);
  if (typeof cursor === 'string') return cursor;
  const start = settings.ignoreCursor ? undefined : cursor;
  const { items, more } = itemsBehind(start?.after, ask, context);
  const { after: before, page = 0 } = start ?? {};
  const after = items.at(-1) ?? before ?? beginning(ask);
  const next = more ? nextCursor({ after, page: page + 1 }, ask, context) : undefined;
  return { items: disturbed(items, settings, before, ask), next, page };
}

function itemsBehind(
  after: Mark | undefined,
  ask: PageAsk,
  { settings, number }: PageContext,
): { readonly items: Item[]; readonly more: boolean } {
  if (settings.emptyPageAt === number) return { items: [], more: true };
  const found = take(ask, settings, after);
  return { items: found.slice(0, ask.size), more: found.length > ask.size || settings.ignoreCursor };
}

function nextCursor(
  { after, page }: { readonly after: Mark; readonly page: number },
  ask: PageAsk,
  { settings, now, cursorLifeMs }: PageContext,
): string {
  const place = settings.repeatCursor ? { after: beginning(ask), page: 0 } : { after, page };
  const until = settings.repeatCursor ? Number.MAX_SAFE_INTEGER : now + cursorLifeMs;
  return seal({ ...place, question: print(ask.question), until });
}

/** A mark before all entries, for an empty first page that promises more. */
function beginning({ order, from, to }: PageAsk): Mark {
  return order === 'oldest' ? { time: from - 1, number: -1 } : { time: to + 1, number: Number.MAX_SAFE_INTEGER };
}

function take(ask: PageAsk, settings: CommonSettings, after: Mark | undefined): Item[] {
  const items: Item[] = [];
  for (const item of ask.log.walk({ ...bounds(ask, settings), order: ask.order, after })) {
    if (ask.where === undefined || ask.where(item)) items.push(item);
    if (items.length > ask.size) break;
  }
  return items;
}

/** No vendor documents whether entries exactly at a bound are included. */
export function bounds(
  { from, to }: Pick<PageAsk, 'from' | 'to'>,
  settings: CommonSettings,
): { from: number; to: number } {
  return { from: settings.startExclusive ? from + 1 : from, to: settings.endExclusive ? to : to + 1 };
}

/** Adds duplicates at page borders and shuffles entries, if the switches ask for it. */
function disturbed(items: Item[], settings: CommonSettings, after: Mark | undefined, { log }: PageAsk): Item[] {
  const repeated = settings.duplicates && after !== undefined ? itemAt(log, after) : [];
  const all = [...repeated, ...items];
  if (!settings.shuffled) return all;
  return all.toSorted((a, b) => chance('shuffle', a.number) - chance('shuffle', b.number));
}

function itemAt(log: SimulatedLog, { time, number }: Mark): Item[] {
  return [...log.walk({ from: time, to: time + 1, order: 'oldest' })].filter((item) => item.number === number);
}

function openCursor(ask: PageAsk, { settings, number, now }: PageContext): Cursor | CursorFault {
  if (settings.deadCursorAt === number) return 'expired';
  if (settings.deadCursorEvery > 0 && number % settings.deadCursorEvery === 0) return 'expired';
  const cursor = unseal(ask.cursor ?? '');
  if (cursor === undefined) return 'unreadable';
  if (cursor.question !== print(ask.question)) return 'foreign';
  return cursor.until < now ? 'expired' : cursor;
}

function print(question: string): string {
  return createHash('sha256').update(question).digest('base64url').slice(0, 12);
}

/** The cursor looks like a signed token, and no part of it can be changed. */
const HEADER = 'eyJhbGciOiJIUzI1NiJ9';

function seal(cursor: Cursor): string {
  const payload = Buffer.from(JSON.stringify(cursor)).toString('base64url');
  return [HEADER, payload, signatureOf(payload)].join('.');
}

function unseal(text: string): Cursor | undefined {
  const [, payload = ''] = text.split('.');
  if (text !== [HEADER, payload, signatureOf(payload)].join('.')) return undefined;
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Cursor;
}

function signatureOf(payload: string): string {
  return print(`signed ${payload}`);
}
