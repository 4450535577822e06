import type { DatabaseSync } from 'node:sqlite';
import type { AuditEvent } from '@trailhound/core';
import { eventLine, type LogName, type Written } from '@trailhound/core/ledger';
import { iso, type Dated, type Grouped } from '@trailhound/core/source';
import { createBodies, type Bodies, type Body, type Repeated } from './bodies.ts';
import { createInterned, type Interned } from './interned.ts';
import type { Row } from './row.ts';

/** State shared by all rows of a file. */
export interface Shared {
  readonly words: Interned;
  readonly names: Interned;
  readonly actors: Interned;
  readonly targets: Interned;
  readonly bodies: Bodies;
  readonly logOf: (id: number) => LogName;
}

export function createShared(database: DatabaseSync, logOf: Shared['logOf']): Shared {
  return {
    words: createInterned(database, 'words'),
    names: createInterned(database, 'names'),
    actors: createInterned(database, 'actors'),
    targets: createInterned(database, 'targets'),
    bodies: createBodies(database),
    logOf,
  };
}

export function forgetShared({ words, names, actors, targets, bodies }: Shared): void {
  for (const one of [words, names, actors, targets, bodies]) one.forget();
}

/** Which parts of an event to read. */
export interface Detail {
  readonly raw?: boolean | undefined;
  readonly brief?: boolean | undefined;
}

type Plain = Omit<AuditEvent, keyof Body>;

/** An event without its packed fields. */
function plainOf(row: Row, shared: Shared): Plain {
  const { words, names } = shared;
  return {
    ...groupedOf(row, shared),
    uid: row.uid,
    time: iso(row.time),
    outcome: words.get(row.outcome) as AuditEvent['outcome'],
    userAgent: names.get(row.user_agent) as string | undefined,
  };
}

/** The fields that events are grouped by, as far as the columns of a row contain them. */
export function groupedOf(
  row: Partial<Row> & Pick<Row, 'log'>,
  { words, names, actors, targets, logOf }: Shared,
): Grouped {
  const all = (targets.get(row.targets) ?? []) as NonNullable<AuditEvent['targets']>;
  return {
    ...logOf(row.log),
    actor: actors.get(row.actor) as AuditEvent['actor'],
    impersonator: actors.get(row.impersonator) as AuditEvent['impersonator'],
    verb: words.get(row.verb) as AuditEvent['verb'],
    action: words.get(row.action) as string,
    category: words.get(row.category) as string,
    target: all[0],
    targets: all.length > 1 ? all : undefined,
    ip: names.get(row.ip) as string | undefined,
    flags: ((words.get(row.flags) ?? []) as AuditEvent['flags']).slice(),
  };
}

function bodyIn(row: Row, shared: Shared, time: string): Body {
  return shared.bodies.unpack({ dictionary: row.dictionary, bytes: row.body }, repeatedBy(row, shared, time));
}

/** Most vendors repeat the time, the actor, the address and the targets of an entry in it. */
function repeatedBy(
  { actor, ip, targets: acted }: Pick<Row, 'actor' | 'ip' | 'targets'>,
  { actors, names, targets }: Shared,
  time: string,
): Repeated {
  return { time, ip: names.text(ip), targets: targets.text(acted), actor: actors.text(actor) };
}

function parsed(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}

/** The event of a row, if it matches. Unpacked lazily, when a packed field is read. */
export function eventOf(
  row: Row,
  shared: Shared,
  { raw, brief }: Detail,
  passes: ((event: AuditEvent) => boolean) | undefined,
): AuditEvent | undefined {
  const plain = plainOf(row, shared);
  let unpacked: Body | undefined;
  const body = (): Body => (unpacked ??= bodyIn(row, shared, plain.time));
  if (passes !== undefined && !passes(lazily(plain, body))) return undefined;
  if (brief === true && raw === false) return whole(plain, NO_BODY, false);
  const read = whole(plain, body(), raw !== false);
  return brief === true ? { ...read, message: '', changes: [] } : read;
}

const NO_BODY: Body = { message: '""', changes: '[]' };

function lazily(plain: Plain, body: () => Body): AuditEvent {
  return {
    ...plain,
    get message() {
      return parsed(body().message) as string;
    },
    get changes() {
      return parsed(body().changes) as AuditEvent['changes'];
    },
    get nativeId() {
      return parsed(body().nativeId) as string | undefined;
    },
    get requestId() {
      return parsed(body().requestId) as string | undefined;
    },
    get raw() {
      return parsed(body().raw);
    },
  };
}

/** Keeps the engine's order of fields, so that all events share one hidden class. */
function whole(plain: Plain, body: Body, raw: boolean): AuditEvent {
  return {
    uid: plain.uid,
    provider: plain.provider,
    tenant: plain.tenant,
    log: plain.log,
    nativeId: parsed(body.nativeId) as string | undefined,
    time: plain.time,
    actor: plain.actor,
    impersonator: plain.impersonator,
    verb: plain.verb,
    action: plain.action,
    category: plain.category,
    target: plain.target,
    targets: plain.targets,
    changes: parsed(body.changes) as AuditEvent['changes'],
    outcome: plain.outcome,
    ip: plain.ip,
    userAgent: plain.userAgent,
    requestId: parsed(body.requestId) as string | undefined,
    message: parsed(body.message) as string,
    flags: plain.flags,
    raw: raw ? parsed(body.raw) : undefined,
  };
}

/** The canonical line of a row's event. Nothing is parsed, because all of its texts are already JSON. */
export function lineOf(row: Row, shared: Shared): string {
  const { words, names, actors, targets, logOf } = shared;
  const time = iso(row.time);
  const plain = { uid: row.uid, ...logOf(row.log), time };
  return eventLine(plain, {
    actor: actors.text(row.actor),
    impersonator: actors.text(row.impersonator),
    verb: words.text(row.verb),
    action: words.text(row.action),
    category: words.text(row.category),
    ...targetsIn(targets.text(row.targets)),
    outcome: words.text(row.outcome),
    ip: names.text(row.ip),
    userAgent: names.text(row.user_agent),
    flags: words.text(row.flags),
    ...bodyIn(row, shared, time),
  });
}

/** The target, and all targets if there are several. Most lists hold one, and need not be parsed. */
function targetsIn(list = '[]'): Pick<Written, 'target' | 'targets'> {
  if (!list.includes('},{')) return { target: list.slice(1, -1) || undefined };
  const [target, another] = JSON.parse(list) as NonNullable<AuditEvent['targets']>;
  return { target: JSON.stringify(target), targets: another === undefined ? undefined : list };
}

/** The columns of an event, except its row id and its record. */
export function columnsOf(
  { at, event, stated, body }: Dated & { readonly body: Body },
  log: number,
  shared: Shared,
): Omit<Row, 'id' | 'record'> {
  const { words, names, actors, targets, bodies } = shared;
  const acted = event.targets ?? (event.target === undefined ? undefined : [event.target]);
  const [actor, ip, target] = [sure(actors.put(event.actor)), names.put(event.ip), targets.put(acted)];
  const packed = bodies.pack(log, body, repeatedBy({ actor, ip, targets: target }, shared, iso(at)));
  return {
    time: at,
    uid: event.uid,
    log,
    verb: sure(words.put(event.verb)),
    action: sure(words.put(event.action)),
    category: sure(words.put(event.category)),
    actor,
    impersonator: actors.put(event.impersonator),
    targets: target,
    outcome: words.put(event.outcome),
    ip,
    user_agent: names.put(event.userAgent),
    flags: sure(words.put(event.flags)),
    stated: stated ? 1 : 0,
    dictionary: packed.dictionary,
    body: packed.bytes,
  };
}

function sure(id: number | null): number {
  if (id === null) throw new Error('A field that every event has is absent');
  return id;
}
