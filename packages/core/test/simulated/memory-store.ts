import { events, isAuditError, type AuditEvent, type Connection } from '../../src/index.ts';
import {
  beyond,
  clip,
  farEnd,
  holds,
  iso,
  nearEnd,
  sorted,
  storedMatcher,
  subtract,
  vendorSource,
  whyFailed,
  type Batch,
  type Dated,
  type SpanOptions,
  type SpanSource,
  type WantedSpan,
  type Window,
} from '../../src/source.ts';

/** What is kept of one log: the stretches that are held whole, and their events, secrets masked. */
interface Kept {
  readonly windows: Window[];
  readonly events: Map<string, AuditEvent>;
}

export interface MemoryStore {
  /** Reads a stretch of logs from their vendors and keeps it. */
  readonly keep: (connections: readonly Connection[], window: Window, logs?: string[]) => Promise<void>;
  /** Gives what is held, and asks the vendor for the rest. */
  readonly source: SpanSource;
}

/** The smallest store with a vendor behind it, written with public names alone. */
export function memoryStore(): MemoryStore {
  const logs = new Map<string, Kept>();

  async function* read(span: WantedSpan, options: SpanOptions): AsyncGenerator<Batch, void, undefined> {
    const kept = logs.get(nameOf(span.connection, span.log.id));
    const wants = options.redact === false ? undefined : storedMatcher(span, options);
    const pieces = kept && wants ? stretches(span, kept) : [{ window: span.window, isHeld: false }];
    for (const { window, isHeld } of pieces) {
      if (isHeld && kept && wants) yield given(kept, { ...span, window }, wants, options);
      else yield* asked({ ...span, window }, options);
    }
  }

  return {
    keep: async (connections, window, names) => {
      const query = { since: iso(window.from), until: iso(window.to), ...(names === undefined ? {} : { logs: names }) };
      const stream = events(connections, query);
      const found: AuditEvent[] = [];
      for await (const event of stream) found.push(event);
      for (const { provider, tenant, log, complete } of stream.coverage()) {
        if (!complete) throw new Error(`${provider} ${log} could not be kept`);
        const name = [provider, tenant, log].join('/');
        const kept = logs.get(name) ?? { windows: [], events: new Map<string, AuditEvent>() };
        kept.windows.push(...subtract(window, kept.windows));
        for (const event of found)
          if ([event.provider, event.tenant, event.log].join('/') === name) kept.events.set(event.uid, event);
        logs.set(name, kept);
      }
    },
    source: { read },
  };
}

function nameOf({ provider, tenant }: Connection, log: string): string {
  return [provider.id, tenant, log].join('/');
}

interface Stretch {
  readonly window: Window;
  readonly isHeld: boolean;
}

/** What is held of a span, and the holes between, as they come in the asked order. */
function stretches({ window, order }: WantedSpan, { windows }: Kept): Stretch[] {
  const held = windows.map((one) => clip(one, window)).filter((one) => one !== undefined);
  const oldest = [
    ...held.map((one) => ({ window: one, isHeld: true })),
    ...subtract(window, held).map((one) => ({ window: one, isHeld: false })),
  ].toSorted((a, b) => a.window.from - b.window.from);
  return order === 'oldest' ? oldest : oldest.toReversed();
}

function given(kept: Kept, span: WantedSpan, wants: (event: AuditEvent) => boolean, { raw }: SpanOptions): Batch {
  const inside = [...kept.events.values()].map(dated).filter(({ at }) => holds(span.window, at));
  const wanted = inside.filter(({ event }) => wants(event));
  const shown = raw === false ? wanted.map((one) => ({ ...one, event: { ...one.event, raw: undefined } })) : wanted;
  return {
    events: sorted(shown, span.order),
    reached: farEnd(span.window, span.order),
    scanned: inside.length,
    pages: 0,
    notices: [],
  };
}

function dated(event: AuditEvent): Dated {
  return { at: Date.parse(event.time), uid: event.uid, event, stated: true };
}

/** A hole, from the vendor. What cannot be had of it is named, and what is held behind it is given all the same. */
async function* asked(span: WantedSpan, options: SpanOptions): AsyncGenerator<Batch, void, undefined> {
  const { window, order } = span;
  let reached = nearEnd(window, order);
  try {
    for await (const batch of vendorSource.read(span, options)) {
      ({ reached } = batch);
      yield batch;
    }
  } catch (thrown) {
    if (isAuditError(thrown) && (thrown.fault.held === 'pace' || thrown.fault.held === 'budget')) throw thrown;
    const missing = [{ ...beyond(window, reached, order), ...whyFailed(thrown, span.connection, options.signal) }];
    yield { events: [], reached: farEnd(window, order), scanned: 0, pages: 0, notices: [], missing };
  }
}
