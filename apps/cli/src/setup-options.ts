import { checkOptions, accountList, flag, fromEnvironment, int, list, text, variableOf } from '@trailhound/program';
import * as z from 'zod';

/** Which accounts, and how: the same for every command that asks. Each may stand in the environment, too. */
export const SETUP = {
  demo: flag('Use simulated accounts inside this process: no account needed'),
  envFrom: text('file', 'Read environment variables from this file too; what is set already counts more'),
  providers: list('ids', 'Only these products, such as gong,zendesk; all that are configured by default'),
} as const;

/** How a question is asked and answered. */
export const ASKING = {
  json: flag('Print JSON instead of text'),
  deadline: int('s', 'After so many seconds, answer with what there is; 0 for no end', {
    least: 0,
    most: 86_400,
    usual: 0,
  }),
} as const;

/** What may also stand in the environment, as TRAILHOUND_ and the name in capitals. */
export const VARIABLES = ['demo', 'envFrom', 'providers', 'timeZone', 'deadline', 'archive', 'offline'] as const;

const Further = z.strictObject({ accounts: accountList('') });

/** The names of further accounts: only the environment says them, where their variables are. */
export function furtherAccounts(env: NodeJS.ProcessEnv): readonly string[] | undefined {
  const names = { field: ([name = '', ...rest]: readonly string[]) => [variableOf(name), ...rest].join('.') };
  return checkOptions(Further, fromEnvironment(['accounts'], env), names).accounts;
}

/** Where kept events are. */
export const ARCHIVE = {
  archive: text('folder', 'Answer from this archive what it holds, and ask the vendors only for the rest'),
  offline: flag('With --archive: never ask a vendor; what is not kept is named as missing'),
} as const;
