/** Work that is done in pieces, several at a time, with results in the order of the pieces. */
export interface LaneWork<Piece, Result> {
  readonly first: readonly Piece[];
  /** How many pieces may run at once at this moment. */
  readonly lanes: () => number;
  /** Whether to read ahead of the caller. */
  readonly eager: boolean;
  readonly weigh: (result: Result) => number;
  /** How much may be buffered. Results of the first piece are not counted, because they are yielded right away. */
  readonly most: () => number;
  /** Another piece for an idle lane, and the piece it follows; without one, it goes to the end. */
  readonly next: (open: readonly Open<Piece>[]) => Further<Piece> | undefined;
  readonly run: (piece: Piece, signal: AbortSignal) => AsyncIterable<Outcome<Piece, Result>>;
}

export interface Open<Piece> {
  readonly piece: Piece;
  /** Whether it may be split now; undefined where the split-off part would have to wait for room. */
  readonly isFree: boolean | undefined;
}

export interface Further<Piece> {
  readonly piece: Piece;
  readonly behind?: Piece;
}

/** A result, or new pieces whose results belong at this point of the sequence. */
export type Outcome<Piece, Result> = { readonly result: Result } | { readonly rest: readonly Piece[] };

interface LanePlace<Piece, Result> {
  readonly piece: Piece;
  state: 'waiting' | 'running' | 'paused' | 'done';
  results: Result[];
  /** How much they weigh. */
  held: number;
  failure?: { readonly thrown: unknown };
}

interface Lanes<Piece, Result> {
  readonly work: LaneWork<Piece, Result>;
  readonly places: LanePlace<Piece, Result>[];
  readonly stop: AbortController;
  readonly bell: Bell;
  readonly runs: Set<Promise<void>>;
  /** How many pieces are running, not counting paused ones. */
  busy: number;
  /** Whether the caller is waiting for a result. */
  asked: boolean;
}

/** If a piece fails, the error is thrown when its turn comes. Stopping the iteration aborts the pieces under way. */
export async function* inLanes<Piece, Result>(work: LaneWork<Piece, Result>): AsyncGenerator<Result, void, undefined> {
  const places = work.first.map((piece) => toPlace<Piece, Result>(piece));
  const [stop, bell, runs] = [new AbortController(), createBell(), new Set<Promise<void>>()];
  const lanes: Lanes<Piece, Result> = { work, places, stop, bell, runs, busy: 0, asked: true };
  try {
    for (;;) {
      lanes.asked = true;
      bell.ring();
      fill(lanes);
      const [head] = places;
      if (head === undefined) return;
      const result = head.results.shift();
      if (result !== undefined) {
        head.held -= work.weigh(result);
        lanes.asked = false;
        bell.ring();
        yield result;
      } else if (head.failure !== undefined) throw head.failure.thrown;
      else if (head.state === 'done') places.shift();
      else await bell.heard();
    }
  } finally {
    stop.abort();
    bell.ring();
    await Promise.allSettled(runs);
  }
}

/**
 * Starts pieces on idle lanes. A piece can be split only while it has no request in flight, as when a page just
 * `arrived`.
 */
function fill<Piece, Result>(lanes: Lanes<Piece, Result>, arrived?: LanePlace<Piece, Result>): void {
  const { places, work } = lanes;
  const beginning: LanePlace<Piece, Result>[] = [];
  // The first piece may always run, because everything else waits for it.
  if (places[0]?.state === 'waiting') beginning.push(places[0]);
  while (lanes.busy + beginning.length < work.lanes()) {
    const idle = places.find((one, index) => isIdle(one) && !beginning.includes(one) && hasRoom(lanes, index));
    const place = idle ?? further(lanes, arrived);
    // A paused piece resumes by itself.
    if (place === undefined || place.state === 'paused') break;
    beginning.push(place);
  }
  for (const place of beginning) begin(lanes, place);
}

function begin<Piece, Result>(lanes: Lanes<Piece, Result>, place: LanePlace<Piece, Result>): void {
  place.state = 'running';
  lanes.busy += 1;
  const run = drive(lanes, place).finally(() => lanes.runs.delete(run));
  lanes.runs.add(run);
}

async function drive<Piece, Result>(lanes: Lanes<Piece, Result>, begun: LanePlace<Piece, Result>): Promise<void> {
  const { work, places, stop, bell } = lanes;
  let place = begun;
  try {
    for await (const outcome of work.run(begun.piece, stop.signal)) {
      if ('rest' in outcome) place = leaveOver(places, place, outcome.rest);
      else hold(work, place, outcome.result);
      bell.ring();
      if (work.eager) fill(lanes, place);
      lanes.busy -= 1;
      place.state = 'paused';
      while (!stop.signal.aborted && !mayGoOn(lanes, place)) await bell.heard();
      place.state = 'running';
      lanes.busy += 1;
      if (stop.signal.aborted) return;
    }
  } catch (thrown) {
    place.failure = { thrown };
  }
  place.state = 'done';
  lanes.busy -= 1;
  if (work.eager && !stop.signal.aborted) fill(lanes);
  bell.ring();
}

function mayGoOn<Piece, Result>(lanes: Lanes<Piece, Result>, place: LanePlace<Piece, Result>): boolean {
  const { places, work, busy, asked } = lanes;
  if (place !== places[0]) return busy < work.lanes() && hasRoom(lanes, places.indexOf(place));
  return place.results.length === 0 && (work.eager || asked);
}

/** The closer to the front a piece is, the more it may buffer before it has to pause. */
function hasRoom<Piece, Result>({ places, work }: Lanes<Piece, Result>, index: number): boolean {
  const ahead = places.slice(0, index).filter(({ state }) => state !== 'done').length;
  const room = work.most() * (1 - ahead / (2 * work.lanes()));
  return places.reduce((sum, { held }, at) => (at === 0 ? sum : sum + held), 0) < room;
}

/** Makes another place for a piece that the work splits off or starts. */
function further<Piece, Result>(
  lanes: Lanes<Piece, Result>,
  arrived: LanePlace<Piece, Result> | undefined,
): LanePlace<Piece, Result> | undefined {
  const { places, work } = lanes;
  const open = places.flatMap((place, index) => {
    const isFree = hasRoom(lanes, index + 1) ? isIdle(place) || place === arrived : undefined;
    return place.state === 'done' ? [] : [{ piece: place.piece, isFree }];
  });
  const more = work.next(open);
  if (more === undefined) return undefined;
  const place = toPlace<Piece, Result>(more.piece);
  const behind = places.findLastIndex(({ piece }) => piece === more.behind);
  places.splice(behind < 0 ? places.length : behind + 1, 0, place);
  return place;
}

function hold<Piece, Result>(
  { weigh }: LaneWork<Piece, Result>,
  place: LanePlace<Piece, Result>,
  result: Result,
): void {
  place.results.push(result);
  place.held += weigh(result);
}

function isIdle({ state }: LanePlace<unknown, unknown>): boolean {
  return state === 'waiting' || state === 'paused';
}

function toPlace<Piece, Result>(piece: Piece): LanePlace<Piece, Result> {
  return { piece, state: 'waiting', results: [], held: 0 };
}

/** Puts new pieces behind a place, and a new place behind them for the rest of what this piece yields. */
function leaveOver<Piece, Result>(
  places: LanePlace<Piece, Result>[],
  place: LanePlace<Piece, Result>,
  rest: readonly Piece[],
): LanePlace<Piece, Result> {
  const after: LanePlace<Piece, Result> = { ...toPlace<Piece, Result>(place.piece), state: 'running' };
  place.state = 'done';
  places.splice(places.indexOf(place) + 1, 0, ...rest.map((piece) => toPlace<Piece, Result>(piece)), after);
  return after;
}

interface Bell {
  readonly ring: () => void;
  readonly heard: () => Promise<void>;
}

/** A notification that wakes everyone who waits for a change. */
function createBell(): Bell {
  let next = Promise.withResolvers<void>();
  return {
    ring: () => {
      next.resolve();
      next = Promise.withResolvers<void>();
    },
    heard: () => next.promise,
  };
}
