import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..');
const text = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** The arrows of each diagram on the page. */
const DRAWINGS = [...text('docs/architecture.md').matchAll(/```mermaid\n([\s\S]*?)```/g)].map(([, drawing = '']) =>
  [...drawing.matchAll(/^ +(\S+) --> (\S+)$/gm)].map(([, from = '', to = '']) => `${from} --> ${to}`),
);

/** The imports in the code between the nodes of a diagram. */
function arrowsOf(imports: ReadonlyMap<string, ReadonlySet<string>>, drawn: readonly string[]): string[] {
  const names = new Set(drawn.flatMap((arrow) => arrow.split(' --> ')));
  return [...names].flatMap((from) =>
    [...(imports.get(from) ?? [])].filter((to) => names.has(to)).map((to) => `${from} --> ${to}`),
  );
}

/** Run-time imports; type imports do not count. */
function importsOf(files: readonly string[], place: RegExp): Set<string> {
  const code = files.map((file) => text(file)).join('\n');
  const statements = [...code.matchAll(/(?:import|export) (type )?\{([^}]*)\} from '([^']+)'|import\('([^']+)'\)/g)];
  const needed = statements.filter(
    ([, isType, names = 'all']) =>
      isType === undefined && names.split(',').some((name) => !/^\s*(?:type .*)?$/.test(name)),
  );
  return new Set(needed.flatMap(([, , , from, lazy]) => place.exec(from ?? lazy ?? '')?.[1] ?? []));
}

describe('The drawings of the architecture', () => {
  test('match the imports between packages', () => {
    const folders = globSync('{packages,apps}/*/package.json', { cwd: ROOT }).map((file) => path.dirname(file));
    const imports = new Map(
      folders.map((folder) => {
        const files = globSync(`${folder}/{src,nodes,credentials}/**/*.ts`, { cwd: ROOT });
        return [path.basename(folder), importsOf(files, /^@trailhound\/([a-z]+)/)] as const;
      }),
    );
    const [drawn = []] = DRAWINGS;
    expect(drawn.toSorted()).toEqual(arrowsOf(imports, drawn).toSorted());
  });

  test('match the imports between the files that read', () => {
    const files = globSync('packages/core/src/{questions,reading,exchange}/*.ts', { cwd: ROOT });
    const imports = new Map(
      files.map((file) => [path.basename(file, '.ts'), importsOf([file], /^\.{1,2}\/(?:[a-z]+\/)?([a-z-]+)\.ts$/)]),
    );
    const [, drawn = []] = DRAWINGS;
    // About as many files as a reader can keep in mind.
    expect(new Set(drawn.flatMap((arrow) => arrow.split(' --> '))).size).toBeLessThanOrEqual(25);
    expect(drawn.toSorted()).toEqual(arrowsOf(imports, drawn).toSorted());
  });
});
