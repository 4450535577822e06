import { openAccounts, type OpenAccounts } from '@trailhound/program';
import manifest from '../package.json' with { type: 'json' };
import type { AccessLog } from './access-log.ts';
import type { Log } from './log.ts';
import type { Options } from './options.ts';

const { version: VERSION } = manifest;
const USER_AGENT = `trailhound-mcp/${VERSION}`;

/** What all calls of all clients share: the accounts with their rate limits, and the options. */
export interface Service extends OpenAccounts {
  readonly version: string;
  readonly options: Options;
  readonly log: Log;
  /** Records who asked what. */
  readonly access: AccessLog;
}

export interface Start {
  readonly options: Options;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
  readonly access: AccessLog;
}

/** Connects the accounts of the environment, or those of the simulated vendors. Sends no request yet. */
export async function startService({ options, env, log, access }: Start): Promise<Service> {
  const { demo, providers: only, accounts: names } = options;
  const started = await openAccounts({ env, demo, only, names, userAgent: USER_AGENT, defect: defectLogger(log) });
  for (const text of [...started.problems, ...started.warnings]) log.warn(text);
  return { version: VERSION, options, log, access, ...started };
}

/** An answer only says that a log is missing because of a defect; the details are only logged here. */
function defectLogger(log: Log): (thrown: unknown) => void {
  return (thrown) => log.error('A log could not be read because of a defect of Trailhound', { error: stackOf(thrown) });
}

/** Where this program looks for the variables of its accounts. */
export const WHERE =
  'These are environment variables of the MCP server; or start it with --demo for simulated vendors.';

export function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
