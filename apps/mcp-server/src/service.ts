import type { QueryOptions } from '@trailhound/core';
import { sharedSource } from '@trailhound/core/source';
import {
  openAccounts,
  openArchiveOf,
  openMemoryOf,
  readTeam,
  type OpenAccounts,
  type OpenArchive,
  type OpenMemory,
  type Team,
} from '@trailhound/program';
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
  /** The archive to answer from, if one is named. */
  readonly archive?: OpenArchive | undefined;
  /** What was read and is kept in memory, if there is no archive. */
  readonly memory?: OpenMemory | undefined;
  /** What the team brings to find risks, if it brings anything. */
  readonly team?: Team | undefined;
}

export interface Start {
  /** Whether calls of several clients are answered at once, none of which may keep the others waiting. */
  readonly shared: boolean;
  readonly options: Options;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
  readonly access: AccessLog;
}

/** Connects the accounts of the environment, or those of the simulated vendors. Sends no request yet. */
export async function startService({ options, env, log, access, shared }: Start): Promise<Service> {
  const { demo, providers: only, accounts: names, offline } = options;
  const team = await readTeam(options);
  // SQLite blocks its thread, so clients that share a server get their answers from another one.
  const thread = shared ? THREAD : undefined;
  const archive = openArchiveOf({ archive: options.archive, offline, env, thread, behind: SHARED });
  const started = await openAccounts({ env, demo, only, names, userAgent: USER_AGENT, defect: defectLogger(log) });
  for (const text of [...started.problems, ...started.warnings]) log.warn(text);
  const memory = archive === undefined ? memoryOf(options, log) : undefined;
  const close = async (): Promise<void> => {
    await archive?.close();
    await memory?.close();
    await started.close();
  };
  return { version: VERSION, options, log, access, archive, memory, team, ...started, close };
}

const THREAD = new URL('./archive-thread.js', import.meta.url);

function memoryOf({ memory: megabytes }: Options, log: Log): OpenMemory | undefined {
  const failed = (thrown: unknown): void =>
    log.warn('What was read could not be kept in memory', { error: stackOf(thrown) });
  return openMemoryOf({ megabytes, thread: THREAD, failed });
}

/** Calls at the same time read a stretch of a log once, as long as they come over the same connection. */
const SHARED = sharedSource();

/** The deadline of a call, and where its events come from. */
export function readingOptions({ archive, memory, now, options }: Service): Pick<QueryOptions, 'deadline' | 'source'> {
  const deadline = now() + options.deadline * 1000;
  return { deadline, source: () => archive?.source ?? memory?.source ?? SHARED };
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
