import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installedN8n, packedPackage, writeJson } from './n8n.mts';
import { freePort } from './process.mts';
import { startServer, type Server } from './server.mts';
import type { Credential, Workflow } from './workflows.mts';

export const OWNER = { emailOrLdapLoginId: 'owner@example.com', password: 'Passw0rd!x' };
const OWNER_HASH = '$2a$10$6.J1HyXGLuHbmTx7wgV.KuJ46L8r8vr8Yzs2wqSgMxWY/iebhrOdS';

/** No display, no internet, an owner without any set-up page. */
const PROFILE: Readonly<Record<string, string>> = {
  DB_TYPE: 'sqlite',
  GENERIC_TIMEZONE: 'UTC',
  N8N_AI_ENABLED: 'false',
  N8N_DIAGNOSTICS_ENABLED: 'false',
  N8N_DISABLED_MODULES: 'instance-ai,mcp-registry,agents',
  N8N_DYNAMIC_BANNERS_ENABLED: 'false',
  N8N_ENCRYPTION_KEY: 'for-tests-only',
  N8N_HIRING_BANNER_ENABLED: 'false',
  N8N_INSTANCE_OWNER_EMAIL: OWNER.emailOrLdapLoginId,
  N8N_INSTANCE_OWNER_FIRST_NAME: 'O',
  N8N_INSTANCE_OWNER_LAST_NAME: 'W',
  N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
  N8N_INSTANCE_OWNER_PASSWORD_HASH: OWNER_HASH,
  N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
  N8N_LISTEN_ADDRESS: '127.0.0.1',
  N8N_LOG_LEVEL: 'info',
  N8N_PERSONALIZATION_ENABLED: 'false',
  N8N_PYTHON_ENABLED: 'false',
  N8N_SECURE_COOKIE: 'false',
  N8N_TEMPLATES_ENABLED: 'false',
  N8N_VERIFIED_PACKAGES_ENABLED: 'false',
  N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
};

/** An n8n of its own, with our package in it. */
export interface Instance {
  readonly folder: string;
  readonly importAll: (credentials: readonly Credential[], workflows: readonly Workflow[]) => Promise<void>;
  readonly start: (extra?: Readonly<Record<string, string>>) => Promise<Server>;
  /** Another process of n8n beside the server, such as a worker. */
  readonly spawn: (args: readonly string[], extra: Readonly<Record<string, string>>, name?: string) => ChildProcess;
  /** What the processes of this name have written. */
  readonly logOf: (name: string) => string;
  readonly remove: () => void;
}

export function createInstance(settings: Readonly<Record<string, string>> = {}): Instance {
  const { node, n8n, folder: installed } = installedN8n();
  const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-n8n-'));
  unpackPackage(folder);
  const environment = {
    ...withoutOurs(process.env),
    ...PROFILE,
    ...settings,
    N8N_USER_FOLDER: folder,
    PATH: `${path.dirname(node)}:${process.env['PATH'] ?? ''}`,
  };
  // Not in step with us: the simulator that it asks lives in this process.
  const run = async (args: readonly string[]): Promise<string> => {
    const [port, broker] = [await freePort(), await freePort()];
    const env = { ...environment, N8N_PORT: String(port), N8N_RUNNERS_BROKER_PORT: String(broker) };
    return new Promise((resolve) => {
      execFile(node, [n8n, ...args], { env, maxBuffer: 2 ** 30, timeout: 120_000 }, (_, stdout, stderr) =>
        resolve(`${stdout}${stderr}`),
      );
    });
  };
  const launch: Instance['spawn'] = (args, extra, name = args[0]) => {
    const log = createWriteStream(path.join(folder, `${name}.log`), { flags: 'a' });
    const child = spawn(node, [n8n, ...args], { env: { ...environment, ...extra }, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    return child;
  };
  return {
    folder,
    importAll: async (credentials, workflows) => {
      await run(['import:credentials', `--input=${writeJson(path.join(folder, 'credentials.json'), credentials)}`]);
      await run(['import:workflow', `--input=${writeJson(path.join(folder, 'workflows.json'), workflows)}`]);
    },
    spawn: launch,
    start: (extra = {}) => startServer({ launch, installed, extra, owner: OWNER }),
    logOf: (name) => readFileSync(path.join(folder, `${name}.log`), 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Our package where n8n puts the ones that it installs. */
function unpackPackage(folder: string): void {
  const own = path.join(folder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-trailhound');
  mkdirSync(own, { recursive: true });
  execFileSync('tar', ['-xzf', packedPackage(folder), '--strip-components=1', '-C', own]);
}

/** What vitest and pnpm set must not reach n8n. */
function withoutOurs(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours = /^(npm_|VITEST|NODE_ENV$|NODE_OPTIONS$|TEST$|FORCE_COLOR$)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !ours.test(name)));
}
