import type { QueryOptions } from '@trailhound/core';
import type { OpenAccounts } from '@trailhound/program';
import type * as z from 'zod';
import type { Output } from './output/output.ts';

/** Something that a person can have done. */
export interface Command<Options extends z.ZodObject = z.ZodObject> {
  /** The words behind the command, all of them required. */
  readonly operands?: readonly string[];
  readonly options: Options;
  /** Command lines that work, without the program's name. */
  readonly examples: readonly string[];
  /** What else there is to know, for the help. */
  readonly notes?: readonly string[];
  /** Gives the exit code. */
  readonly run: (call: Call<z.output<Options>>) => Promise<number>;
}

/** One run of a command. */
export interface Call<Options = Readonly<Record<string, unknown>>> {
  readonly options: Options;
  readonly operands: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
  readonly output: Output;
  /** Ends when the person stops the program. */
  readonly signal: AbortSignal;
  /** Connects the accounts at the first call. Refuses where there is none, unless that is what is asked about. */
  readonly accounts: (options?: { readonly mayLack?: boolean }) => Promise<OpenAccounts>;
  /** How the core is to read: when to stop, where from, and whom to tell how far it is. */
  readonly reading: () => Promise<QueryOptions>;
}

/** Keeps the type of its options, which a list of commands forgets. */
export function defineCommand<Options extends z.ZodObject>(command: Command<Options>): Command {
  return command;
}
