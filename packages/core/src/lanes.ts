/** Work in pieces, of which several are done at once, and results in the order of the pieces. */
export interface LaneWork<Piece, Result> {
  /** How many pieces are done at once. */
  readonly lanes: number;
  /** Whether to go on before the caller comes for the next result. */
  readonly eager: boolean;
  /** What a result is expected to weigh. */
  readonly weight: number;
  /** Nothing more is begun where what is under way and what waits for its turn would weigh more. */
  readonly mostWeight: number;
  /** The next piece, or undefined when there are no more. */
  readonly next: () => Piece | undefined;
  readonly run: (piece: Piece, lane: Lane) => Promise<Result>;
  /** Told of each result as it comes: what it weighs, and the pieces that it has left over. They go right behind it. */
  readonly settle: (piece: Piece, result: Result) => { readonly weight: number; readonly rest: readonly Piece[] };
}

export interface Lane {
  /** Says that nobody wants the result any more. */
  readonly signal: AbortSignal;
  /** How many lanes have nothing to do: a long piece may leave something over for them. */
  readonly idle: () => number;
}

interface Place<Piece, Result> {
  readonly piece: Piece;
  result?: Promise<Result> | undefined;
  weight: number;
}

/** A piece that fails while an earlier one is done is thrown when its turn comes. Ending early ends what is under way. */
export async function* inLanes<Piece, Result>(work: LaneWork<Piece, Result>): AsyncGenerator<Result, void, undefined> {
  const stop = new AbortController();
  const places: Place<Piece, Result>[] = [];
  let running = 0;
  const idle = (): number => (hasRoom(places, work) ? work.lanes - running : 0);

  async function run(place: Place<Piece, Result>): Promise<Result> {
    running += 1;
    try {
      const result = await work.run(place.piece, { signal: stop.signal, idle });
      const { weight, rest } = work.settle(place.piece, result);
      place.weight = weight;
      places.splice(places.indexOf(place) + 1, 0, ...rest.map((piece) => toPlace(piece, work)));
      return result;
    } finally {
      running -= 1;
      if (work.eager && !stop.signal.aborted) fill();
    }
  }

  function fill(): void {
    while (isHeadIdle(places) || idle() > 0) {
      const place = places.find(({ result }) => result === undefined) ?? plan(places, work);
      if (place === undefined) return;
      place.result = run(place);
      place.result.catch(() => undefined);
    }
  }

  try {
    for (;;) {
      fill();
      const result = places.shift()?.result;
      if (result === undefined) return;
      yield await result;
    }
  } finally {
    stop.abort();
    await Promise.allSettled(places.flatMap(({ result }) => result ?? []));
  }
}

function plan<Piece, Result>(
  places: Place<Piece, Result>[],
  work: LaneWork<Piece, Result>,
): Place<Piece, Result> | undefined {
  const piece = work.next();
  if (piece === undefined) return undefined;
  const place = toPlace(piece, work);
  places.push(place);
  return place;
}

function toPlace<Piece, Result>(piece: Piece, { weight }: LaneWork<Piece, Result>): Place<Piece, Result> {
  return { piece, weight };
}

/** Everybody waits for the first: it may always run. */
function isHeadIdle([head]: readonly Place<unknown, unknown>[]): boolean {
  return head !== undefined && head.result === undefined;
}

function hasRoom<Piece, Result>(places: readonly Place<Piece, Result>[], work: LaneWork<Piece, Result>): boolean {
  const begun = places.filter(({ result }) => result !== undefined);
  return begun.reduce((sum, { weight }) => sum + weight, work.weight) <= work.mostWeight;
}
