export type Json = Readonly<Record<string, unknown>>;

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: Json;
  readonly result?: Json;
  readonly error?: { readonly code?: number; readonly message?: string };
}

/** The window around this one. */
export interface Host {
  readonly request: (method: string, params: Json) => Promise<Json>;
  readonly notify: (method: string, params: Json) => void;
}

function post(message: Message): void {
  parent.postMessage({ jsonrpc: '2.0', ...message }, '*');
}

/** Exchanges JSON-RPC messages with the window around this one, and ignores those of any other. */
export function hostWindow(handlers: ReadonlyMap<string, (params: Json) => void>): Host {
  const waiting: ((message: Message) => void)[] = [];

  addEventListener('message', ({ source, data }: MessageEvent<Message | null>) => {
    if (source !== parent || !data) return;
    const { id, method, params = {} } = data;
    if (method === undefined) return waiting[id as number]?.(data);
    const handler = handlers.get(method);
    handler?.(params);
    if (id === undefined) return;
    post(handler ? { id, result: {} } : { id, error: { code: -32_601, message: 'Method not found' } });
  });

  return {
    notify: (method, params) => post({ method, params }),
    request: async (method, params) => {
      const { promise, resolve } = Promise.withResolvers<Message>();
      post({ id: waiting.push(resolve) - 1, method, params });
      const { result, error } = await promise;
      if (!result) throw new Error(error?.message ?? 'Refused');
      return result;
    },
  };
}
