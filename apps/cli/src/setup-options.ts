import { checkOptions, accountList, flag, fromEnvironment, int, list, text, variableOf } from '@trailhound/program';
import * as z from 'zod';

/** Options for accounts, shared by all commands that query. Each has an environment variable, too. */
export const SETUP = {
  demo: flag('Use simulated accounts inside this process: no account needed'),
  envFrom: text('file', 'Read environment variables from this file too; variables already set take precedence'),
  providers: list('ids', 'Only these products, such as gong,zendesk; all configured ones by default'),
} as const;

/** Options for queries and their output. */
export const ASKING = {
  json: flag('Print JSON instead of text'),
  deadline: int('s', 'Answer with what has been read after this many seconds; 0 for no limit', {
    least: 0,
    most: 86_400,
    usual: 0,
  }),
} as const;

/** Options that have an environment variable: TRAILHOUND_ and the name in capitals. */
export const VARIABLES = ['demo', 'envFrom', 'providers', 'timeZone', 'deadline', 'archive', 'offline'] as const;

const Further = z.strictObject({ accounts: accountList('') });

/** The names of further accounts. Only read from the environment, like their variables. */
export function furtherAccounts(env: NodeJS.ProcessEnv): readonly string[] | undefined {
  const names = { field: ([name = '', ...rest]: readonly string[]) => [variableOf(name), ...rest].join('.') };
  return checkOptions(Further, fromEnvironment(['accounts'], env), names).accounts;
}

/** Options for answering from an archive. */
export const ARCHIVE = {
  archive: text(
    'folder',
    'Answer from this archive, a folder or the URL of a ClickHouse server, and ask the vendors only for the rest',
  ),
  offline: flag('With --archive: never ask a vendor; what is not kept is named as missing'),
} as const;

/** The archive that a command is about. */
export const OWN_ARCHIVE = ARCHIVE.archive.describe(
  'A folder, or the URL of a ClickHouse server; in the folder for data of this user by default',
);
