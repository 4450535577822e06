import { createRequire } from 'node:module';
import type { TsdownPlugin } from 'tsdown';

/** What this package uses of undici. `Dispatcher` gets its `request` from `api`, as undici's own index does it. */
const PARTS = `
import Agent from 'undici/lib/dispatcher/agent.js';
import EnvHttpProxyAgent from 'undici/lib/dispatcher/env-http-proxy-agent.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import api from 'undici/lib/api/index.js';
Object.assign(Dispatcher.prototype, api);
export { Agent, EnvHttpProxyAgent };
`;
const ID = '\0undici-parts';

/**
 * Bundles the HTTP client of undici without the rest of its index (fetch, WebSocket, mocks, caches), which cannot be left
 * out by itself because it is CommonJS.
 */
export function undiciParts(): TsdownPlugin {
  let require: ReturnType<typeof createRequire> | undefined;
  return {
    name: 'undici-parts',
    resolveId: (id, importer) => {
      if (id === 'undici' && importer !== undefined) {
        require = createRequire(importer);
        return ID;
      }
      return importer === ID ? require?.resolve(id) : undefined;
    },
    load: (id) => (id === ID ? PARTS : undefined),
  };
}
