/** The time that everything in the simulator goes by. */
export interface Clock {
  readonly now: () => number;
  /** Moves the time forward; on a real clock it is ahead from then on. */
  readonly advance: (ms: number) => void;
  /** Makes it this time, in epoch milliseconds; a real clock goes on from there. */
  readonly set: (time: number) => void;
}

/** Stands still until it is advanced. */
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
