import type { TsdownPlugin } from 'tsdown';

/** Modules that no start needs. What is imported from them must be functions, and is looked up when one is called. */
const LATER: ReadonlySet<string> = new Set(['node:crypto', 'node:fs/promises', 'node:v8']);

/** `import whole, { names } from 'node:id';` or `import * as all from 'node:id';` */
const IMPORT =
  /^import\s*(?:(?<whole>[\w$]+)\s*,?\s*)?(?:\{(?<names>[^}]*)\}|\*\s*as\s+(?<all>[\w$]+))?\s*from\s*["'](?<id>node:[\w/]+)["'];?/gm;

/** A name that a module exports, and what it is called here. */
type Name = readonly [exported: string, local: string];

/**
 * Takes Node's own modules by `process.getBuiltinModule`. For an `import`, Node loads all that it otherwise loads when
 * it is first used, such as streams of files, Web Crypto and TextDecoder: more than a tenth of what the start takes.
 */
export function lazyBuiltins(): TsdownPlugin {
  return {
    name: 'lazy-builtins',
    renderChunk: (code) =>
      code.replace(IMPORT, (...matched) => {
        const { whole, names = '', all, id = '' } = matched.at(-1) as Readonly<Record<string, string | undefined>>;
        const constants = [whole, all].flatMap((name) => name ?? []);
        const imported = names.split(',').flatMap(nameOf);
        const taken = constants.map((name) => `const ${name} = ${taking(id)};`);
        return [...taken, LATER.has(id) ? later(id, imported) : now(id, imported)].join('');
      }),
  };
}

function taking(id: string): string {
  return `process.getBuiltinModule("${id}")`;
}

/** Of `hash as a`. */
function nameOf(text: string): Name[] {
  const [exported = '', local = exported] = text.trim().split(/\s+as\s+/);
  return exported === '' ? [] : [[exported, local]];
}

function now(id: string, names: readonly Name[]): string {
  return names.length === 0 ? '' : `const { ${names.map((name) => name.join(': ')).join(', ')} } = ${taking(id)};`;
}

function later(id: string, names: readonly Name[]): string {
  const known = process.getBuiltinModule(id) as Readonly<Record<string, unknown>> | undefined;
  return names
    .map(([exported, local]) => {
      if (typeof known?.[exported] !== 'function') throw new Error(`${exported} of ${id} is no function`);
      return `const ${local} = (...given) => ${taking(id)}.${exported}(...given);`;
    })
    .join('');
}
