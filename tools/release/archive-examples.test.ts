import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readWords, variableOf } from '@trailhound/program';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { syncCommand } from '../../apps/cli/src/commands/sync.ts';
import { readCommandLine } from '../../apps/mcp-server/src/options.ts';

const EXAMPLES = path.join(import.meta.dirname, '../../apps/mcp-server/examples');
const text = (file: string): string => readFileSync(path.join(EXAMPLES, file), 'utf8');

/** Which archive a sync writes; throws if the command line would reject its words. */
function archiveOf([npx, yes, name, command, ...words]: readonly string[]): unknown {
  expect([npx, yes, name, command]).toEqual(['npx', '-y', 'trailhound', 'sync']);
  const { values } = readWords(words, syncCommand.options.shape);
  return syncCommand.options.parse(values)['archive'];
}

describe('examples/compose-archive.yaml', () => {
  interface Service {
    readonly command?: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
    readonly volumes: readonly string[];
  }
  const compose = parse(text('compose-archive.yaml')) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };
  const { sync, ...servers } = compose.services;

  test('lets one sync write what the servers of compose.yaml read', () => {
    const { services } = parse(text('compose.yaml'), { merge: true }) as { services: Record<string, unknown> };
    expect(Object.keys(services)).toEqual(expect.arrayContaining(Object.keys(servers)));
    expect(archiveOf(sync?.command ?? [])).toBe('/archive');
    for (const { environment, volumes } of Object.values(servers)) {
      expect(environment).toEqual({ [variableOf('archive')]: '/archive' });
      expect(volumes).toEqual(['archive:/archive']);
    }
  });

  test('keeps the signing key away from the archive and from the servers', () => {
    expect(sync?.environment['XDG_STATE_HOME']).toBe('/state');
    expect(sync?.volumes).toEqual(['archive:/archive', 'ledger:/state']);
    expect(Object.keys(compose.volumes)).toEqual(['archive', 'ledger']);
  });
});

describe('examples/kubernetes-archive.yaml', () => {
  interface Container {
    readonly args?: readonly string[];
    readonly command?: readonly string[];
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  }
  interface Resource {
    readonly kind: string;
    readonly metadata: { readonly name: string };
    readonly spec: {
      readonly replicas?: number;
      readonly template?: {
        readonly spec: {
          readonly containers: readonly Container[];
          readonly volumes: readonly {
            readonly name: string;
            readonly persistentVolumeClaim?: { claimName: string };
          }[];
        };
      };
    };
  }
  const [deployment, claim] = parseAllDocuments(text('kubernetes-archive.yaml')).map(
    (document) => document.toJS() as Resource,
  );
  const { containers = [], volumes = [] } = deployment?.spec.template?.spec ?? {};

  test('puts a server and its sync on one machine, with one folder', () => {
    expect(deployment?.spec.replicas).toBe(1);
    const [server, sync] = containers;
    expect(readCommandLine(server?.args ?? [], {})).toMatchObject({
      command: 'http',
      options: { archive: '/archive' },
    });
    expect(archiveOf(sync?.command ?? [])).toBe('/archive');
    const folder = { name: 'archive', mountPath: '/archive' };
    expect(containers.map(({ volumeMounts }) => volumeMounts[0])).toEqual([folder, folder]);
    expect(volumes[0]?.persistentVolumeClaim?.claimName).toBe(claim?.metadata.name);
  });
});
