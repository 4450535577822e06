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
export function hostWindow(handlers: Readonly<Record<string, (params: Json) => void>>): Host {
  const waiting = new Map<unknown, (message: Message) => void>();
  let last = 0;

  function answer({ id, method = '', params = {} }: Message): void {
    const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined;
    handler?.(params);
    if (id === undefined) return;
    post(handler ? { id, result: {} } : { id, error: { code: -32_601, message: 'Method not found' } });
  }

  addEventListener('message', ({ source, data }: MessageEvent<Message | null>) => {
    if (source !== parent || typeof data !== 'object' || data === null) return;
    if (data.method !== undefined) return answer(data);
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  });

  return {
    notify: (method, params) => post({ method, params }),
    request: async (method, params) => {
      const id = (last += 1);
      const { promise, resolve } = Promise.withResolvers<Message>();
      waiting.set(id, resolve);
      post({ id, method, params });
      const { result, error } = await promise;
      if (result === undefined) throw new Error(error?.message ?? 'The client refused');
      return result;
    },
  };
}
