import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments, visit } from 'yaml';

const ROOT = path.join(import.meta.dirname, '../..');
const text = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** Our own image, which is built here; its examples say where to find its digest. */
const OWN = /^(?:ghcr\.io\/trailhound\/)?trailhound-mcp\b/;

/** The third-party images that a file builds on, runs or mentions. */
function foreignImages(file: string): string[] {
  const named = file.endsWith('Dockerfile')
    ? [...text(file).matchAll(/^FROM (\S+)/gm)].map(([, image = '']) => image)
    : imagesIn(text(file));
  return named.filter((image) => !OWN.test(image));
}

function imagesIn(yaml: string): string[] {
  const found: string[] = [];
  for (const document of parseAllDocuments(yaml))
    visit(document, {
      Pair: (_, { key, value }) => void (String(key) === 'image' && found.push(String(value))),
    });
  return found;
}

test.each([
  ['apps/mcp-server/Dockerfile', 2],
  ['apps/mcp-server/examples/compose.yaml', 1],
  ['apps/mcp-server/examples/kubernetes.yaml', 0],
  ['apps/mcp-server/examples/compose-archive.yaml', 1],
  ['apps/mcp-server/examples/kubernetes-archive.yaml', 1],
])('%s names each foreign image by version and digest', (file, count) => {
  const images = foreignImages(file);
  expect(images.length).toBe(count);
  for (const image of images) expect(image).toMatch(/^[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/);
});

test('A digest missing from its registry is found in advance', () => {
  const { jobs } = parse(text('.github/workflows/ci.yml')) as { jobs: Record<string, { steps: { run?: string }[] }> };
  const runs = (jobs['image']?.steps ?? []).map(({ run = '' }) => run).join('\n');
  expect(runs).toContain('tools/release/build-image.sh');
  expect(runs).toMatch(/docker compose --file apps\/mcp-server\/examples\/compose\.yaml pull proxy/);
});

test('Dependabot updates every pin a week after a release', () => {
  interface Update {
    readonly 'package-ecosystem': string;
    readonly directory: string;
    readonly cooldown?: { readonly 'default-days': number };
  }
  const { updates } = parse(text('.github/dependabot.yml')) as { updates: Update[] };
  expect(updates.map((update) => [update['package-ecosystem'], update.directory])).toEqual([
    ['npm', '/'],
    ['github-actions', '/'],
    ['docker', '/apps/mcp-server'],
    ['docker-compose', '/apps/mcp-server/examples'],
  ]);
  for (const { directory, cooldown } of updates) {
    expect(existsSync(path.join(ROOT, directory))).toBe(true);
    expect(cooldown?.['default-days']).toBe(7);
  }
});
