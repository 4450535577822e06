/** The clock of the simulator. */
export interface Clock {
  readonly now: () => number;
  /** Moves the time forward; a real clock stays ahead from then on. */
  readonly advance: (ms: number) => void;
  /** Sets the time, in epoch milliseconds; a real clock continues from there. */
  readonly set: (time: number) => void;
}

/** A clock that stands still until it is advanced. */
export function manualClock(start: number): Clock {
  let now = start;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    set: (time) => {
      now = time;
    },
  };
}

export function realClock(): Clock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    advance: (ms) => {
      ahead += ms;
    },
    set: (time) => {
      ahead = time - Date.now();
    },
  };
}
