/** Limits how many calls of each client run concurrently; a limited number of others wait. */
export interface Turns {
  /** Resolves when it is the client's turn, with a function that ends it; undefined if too many are waiting already. */
  readonly take: (client: string) => Promise<() => void> | undefined;
}

const MOST_WAITING = 256;

export function createTurns(atOnce: number, mostWaiting = MOST_WAITING): Turns {
  const clients = new Map<string, { running: number; waiting: (() => void)[] }>();

  function give(client: string): void {
    const state = clients.get(client);
    if (state === undefined) return;
    const next = state.waiting.shift();
    if (next !== undefined) return next();
    state.running -= 1;
    if (state.running === 0) clients.delete(client);
  }

  return {
    take: (client) => {
      const state = clients.get(client) ?? { running: 0, waiting: [] };
      clients.set(client, state);
      let given = false;
      const end = (): void => {
        if (!given) give(client);
        given = true;
      };
      if (state.running < atOnce) {
        state.running += 1;
        return Promise.resolve(end);
      }
      if (state.waiting.length >= mostWaiting) return undefined;
      return new Promise((resolve) => {
        state.waiting.push(() => resolve(end));
      });
    },
  };
}
