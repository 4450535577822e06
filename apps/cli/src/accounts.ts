import type { Ports } from '@trailhound/core';
import { isReadByOthers, notConnected, openAccounts, withEnvFile, type OpenAccounts } from '@trailhound/program';
import { furtherAccounts } from './setup-options.ts';

/** Where this program looks for the variables of its accounts. */
export const WHERE = 'These are environment variables; or add --demo for simulated accounts.';

interface Setup {
  readonly demo?: unknown;
  readonly providers?: unknown;
}

/** The accounts of the environment, connected on first use. */
export function lazyAccounts(
  { demo, providers }: Setup,
  env: NodeJS.ProcessEnv,
  { userAgent, say }: { userAgent: string; say: (line: string) => void },
): { open: (options?: { readonly mayLack?: boolean }) => Promise<OpenAccounts>; close: () => Promise<void> } {
  let opening: Promise<OpenAccounts> | undefined;
  const defect: NonNullable<Ports['defect']> = (thrown) =>
    say(
      `A log could not be read by a defect of Trailhound: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  const wish = {
    env,
    demo: demo === true,
    only: providers as readonly string[] | undefined,
    userAgent,
    defect,
  };
  return {
    open: async ({ mayLack = false } = {}) => {
      opening ??= openAccounts({ ...wish, names: furtherAccounts(env) });
      const accounts = await opening;
      if (mayLack) return accounts;
      if (accounts.connections.length === 0) throw notConnected(accounts.problems, WHERE);
      for (const problem of accounts.problems) say(`warning: ${problem}`);
      return accounts;
    },
    close: async () => (await opening)?.close(),
  };
}

/** The environment, with the file of variables that an option names. */
export function environment(file: unknown, env: NodeJS.ProcessEnv, say: (line: string) => void): NodeJS.ProcessEnv {
  if (typeof file !== 'string') return env;
  const whole = withEnvFile(file, env);
  if (isReadByOthers(file)) say(`warning: Others can read ${file}, which may hold credentials: chmod 600 it`);
  return whole;
}
