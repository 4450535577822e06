import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { variables } from '../../apps/mcp-server/packaging/manifests.ts';
import { variableOf } from '@trailhound/program';
import { Options, readCommandLine } from '../../apps/mcp-server/src/options.ts';

const SERVER = path.join(import.meta.dirname, '../../apps/mcp-server');
const text = (file: string): string => readFileSync(path.join(SERVER, file), 'utf8');
const dockerfile = text('Dockerfile');

const PORT = 3917;
const KNOWN = new Set([
  ...Object.keys(Options.shape).map((name) => variableOf(name)),
  ...variables().map(({ name }) => name),
]);
const HEALTH = /'(\/\w+)'\) return send\(response, 200, \{ status/.exec(text('src/http/serve.ts'))?.[1];

test('The examples match the port, path and user of the image', () => {
  expect(HEALTH).toBe('/healthz');
  expect(readCommandLine(['http'], {}).options.port).toBe(PORT);
  expect(dockerfile).toContain(`EXPOSE ${PORT}`);
  expect(dockerfile).toContain('XDG_STATE_HOME=/state');
  expect(dockerfile).toContain('USER node');
});

/** Parses a command line as the server does, and throws if the server would reject it. */
function demandServes(args: readonly string[], env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) expect([...KNOWN]).toContain(name);
  const { command, options } = readCommandLine(args, env);
  expect(command).toBe('http');
  expect(options).toMatchObject({ host: '0.0.0.0', port: PORT });
  expect(options.authToken).toBeDefined();
  expect(new URL(options.publicUrl ?? '').pathname).toBe('/mcp');
  // The parser itself accepts unknown options, so check every word that starts with --.
  const flags = args.filter((arg) => arg.startsWith('--')).map((flag) => variableOf(flag.slice(2)));
  for (const flag of flags) expect([...KNOWN]).toContain(flag);
}

describe('examples/compose.yaml', () => {
  interface Service {
    readonly image: string;
    readonly build?: { readonly context: string; readonly dockerfile: string };
    readonly command?: readonly string[];
    readonly environment?: Readonly<Record<string, string>>;
    readonly healthcheck?: { readonly test: readonly string[] };
    readonly volumes?: readonly string[];
    readonly read_only?: boolean;
    readonly stop_grace_period?: string;
    readonly depends_on?: Readonly<Record<string, unknown>>;
  }
  const compose = parse(text('examples/compose.yaml'), { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };
  const servers = Object.entries(compose.services).filter(([, { build }]) => build !== undefined);

  test('starts two servers with valid options', () => {
    expect(servers.map(([name]) => name)).toEqual(['server-1', 'server-2']);
    for (const [, { command = [], environment = {} }] of servers) demandServes(command, filledIn(environment));
  });

  test('builds the Dockerfile of the server from the root of the repository', () => {
    const { context = '', dockerfile: file = '' } = servers[0]?.[1].build ?? {};
    const root = path.resolve(SERVER, 'examples', context);
    expect(readFileSync(path.join(root, file), 'utf8')).toBe(dockerfile);
  });

  test('takes the token from the environment, and does not start without it', () => {
    for (const [, { environment }] of servers)
      expect(environment?.['TRAILHOUND_AUTH_TOKEN']).toMatch(/^\$\{TRAILHOUND_AUTH_TOKEN:\?/);
  });

  test('checks their health, and lets them finish', () => {
    const { drain } = readCommandLine(['http'], {}).options;
    for (const [, { healthcheck, stop_grace_period: grace = '', read_only: sealed, volumes }] of servers) {
      expect(healthcheck?.test.at(-1)).toBe(`http://127.0.0.1:${PORT}${HEALTH}`);
      expect(Number.parseInt(grace, 10)).toBeGreaterThan(drain);
      expect(sealed).toBe(true);
      expect(volumes).toEqual(['state:/state']);
    }
  });

  test('has a proxy that knows both servers, their port and their health check', () => {
    const caddyfile = text('examples/Caddyfile');
    const upstreams = /reverse_proxy ([^{]+) \{/.exec(caddyfile)?.[1]?.trim().split(' ');
    expect(upstreams).toEqual(servers.map(([name]) => `${name}:${PORT}`));
    expect(caddyfile).toContain(`health_uri ${HEALTH}\n`);
    const { proxy } = compose.services;
    expect(Object.keys(proxy?.depends_on ?? {})).toEqual(servers.map(([name]) => name));
    expect(proxy?.volumes).toContain('./Caddyfile:/etc/caddy/Caddyfile:ro');
    // The host name that the servers accept is the one that the proxy serves.
    const domain = '${TRAILHOUND_DOMAIN:-localhost}';
    expect(proxy?.environment).toEqual({ TRAILHOUND_DOMAIN: domain });
    expect(servers[0]?.[1].environment?.['TRAILHOUND_PUBLIC_URL']).toBe(`https://${domain}/mcp`);
    expect(caddyfile).toContain('{$TRAILHOUND_DOMAIN:localhost} {');
  });

  test('declares every volume that it mounts', () => {
    const mounted = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes);
    const named = mounted.map((volume) => volume.split(':')[0] ?? '').filter((name) => !name.startsWith('.'));
    expect(Object.keys(compose.volumes).toSorted()).toEqual([...new Set(named)].toSorted());
  });
});

/** Fills in variables like Compose: the value that is set, or the default after `:-`. */
function filledIn(environment: Readonly<Record<string, string>>): Record<string, string> {
  const set: Record<string, string> = { TRAILHOUND_AUTH_TOKEN: 'a'.repeat(64) };
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replaceAll(/\$\{(\w+)(?::[-?]([^}]*))?\}/g, (_, key: string, other = '') => set[key] ?? (other as string)),
    ]),
  );
}

describe('examples/kubernetes.yaml', () => {
  interface Probe {
    readonly httpGet: { readonly path: string; readonly port: string };
  }
  interface Container {
    readonly image: string;
    readonly args: readonly string[];
    readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
    readonly env: readonly {
      readonly name: string;
      readonly value?: string;
      readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
    }[];
    readonly lifecycle: { readonly preStop: { readonly sleep: { readonly seconds: number } } };
    readonly securityContext: object;
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
    readonly startupProbe: Probe;
    readonly readinessProbe: Probe;
    readonly livenessProbe: Probe;
  }
  interface Resource {
    readonly kind: string;
    readonly metadata: { readonly name: string };
    readonly spec: {
      readonly replicas?: number;
      readonly selector: object;
      readonly ports?: readonly { readonly targetPort: string }[];
      readonly template?: {
        readonly metadata: { readonly labels: object };
        readonly spec: {
          readonly terminationGracePeriodSeconds: number;
          readonly securityContext: object;
          readonly containers: readonly [Container];
          readonly volumes: readonly { readonly name: string }[];
        };
      };
    };
  }
  const yaml = text('examples/kubernetes.yaml');
  const documents = parseAllDocuments(yaml);
  const resources = documents.map((document) => document.toJS() as Resource);
  const pod = resources[0]?.spec.template?.spec;
  const container = pod?.containers[0];

  test('is a deployment of two, a service, and a disruption budget', () => {
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    expect(resources.map(({ kind }) => kind)).toEqual(['Deployment', 'Service', 'PodDisruptionBudget']);
    expect(resources[0]?.spec.replicas).toBe(2);
    const labels = resources[0]?.spec.template?.metadata.labels;
    expect(resources.map(({ spec: { selector } }) => selector)).toEqual([
      { matchLabels: labels },
      labels,
      { matchLabels: labels },
    ]);
  });

  test('starts the image with valid options and secrets', () => {
    const env = Object.fromEntries(
      (container?.env ?? []).map(({ name, value = 'a'.repeat(64), valueFrom }) => {
        const key = valueFrom?.secretKeyRef.key;
        if (key !== undefined) expect(yaml).toContain(`--from-literal=${key}=`);
        return [name, value];
      }),
    );
    demandServes(container?.args ?? [], env);
    const secret = (container?.env ?? []).filter(({ name }) => /TOKEN|KEY|SECRET/.test(name));
    expect(secret.filter(({ value }) => value !== undefined)).toEqual([]);
  });

  test("checks health at the server's health endpoint", () => {
    const { startupProbe, readinessProbe, livenessProbe, ports } = container ?? {};
    for (const probe of [startupProbe, readinessProbe, livenessProbe])
      expect(probe?.httpGet).toEqual({ path: HEALTH, port: 'http' });
    expect(ports).toEqual([{ name: 'http', containerPort: PORT }]);
    expect(resources[1]?.spec.ports?.[0]?.targetPort).toBe('http');
  });

  test('has no privileges, and writes only to volumes', () => {
    expect(pod?.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container?.volumeMounts.map(({ name }) => name)).toEqual(pod?.volumes.map(({ name }) => name));
    expect(container?.volumeMounts.map(({ mountPath }) => mountPath)).toContain('/state');
  });

  test('lets running calls finish', () => {
    const { drain } = readCommandLine(['http'], {}).options;
    const wait = container?.lifecycle.preStop.sleep.seconds ?? 0;
    expect(pod?.terminationGracePeriodSeconds).toBeGreaterThan(wait + drain);
  });

  test('shares no refresh token between pods, and says why', () => {
    expect(container?.env.filter(({ name }) => name.endsWith('REFRESH_TOKEN'))).toEqual([]);
    const rotating = variables().filter(({ name }) => name.endsWith('REFRESH_TOKEN'));
    for (const { name } of rotating) expect(yaml).toContain(name);
  });
});
