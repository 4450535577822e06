import path from 'node:path';
import type { TsdownPlugin } from 'tsdown';

/**
 * Puts all that a module needs into one chunk, whatever else needs a part of it too: Node takes longer to find, read and
 * link ten files than one.
 */
export function startChunk(module: string): TsdownPlugin {
  const needed = new Set<string>();
  return {
    name: 'start-chunk',
    outputOptions: (options) => ({
      ...options,
      codeSplitting: { groups: [{ name: 'start', test: (id) => needed.has(id) }] },
    }),
    buildEnd() {
      const need = (id: string): void => {
        if (needed.has(id)) return;
        needed.add(id);
        this.getModuleInfo(id)?.importedIds.forEach(need);
      };
      need(path.resolve(module));
    },
  };
}
