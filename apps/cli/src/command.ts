import type { QueryOptions } from '@trailhound/core';
import type { OpenAccounts, OpenArchive } from '@trailhound/program';
import type * as z from 'zod';
import type { Output } from './output/output.ts';

/** A command. */
export interface Command<Options extends z.ZodObject = z.ZodObject> {
  /** The operands of the command, all of them required. */
  readonly operands?: readonly string[];
  readonly options: Options;
  /** Working command lines, without the program's name. */
  readonly examples: readonly string[];
  /** Further notes for the help. */
  readonly notes?: readonly string[];
  /** What its exit codes mean, if not what those of other commands mean. */
  readonly exitCodes?: readonly (readonly [number, string])[];
  /** Returns the exit code. */
  readonly run: (call: Call<z.output<Options>>) => Promise<number>;
}

/** One run of a command. */
export interface Call<Options = Readonly<Record<string, unknown>>> {
  readonly options: Options;
  readonly operands: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
  readonly output: Output;
  /** Aborts when the user stops the program. */
  readonly signal: AbortSignal;
  /** Connects the accounts at the first call. Throws if there is none, unless `mayLack`. */
  readonly accounts: (options?: { readonly mayLack?: boolean }) => Promise<OpenAccounts>;
  /** The archive to answer from, if one is named. */
  readonly archive: OpenArchive | undefined;
  /** Options for reading: deadline, source, progress. */
  readonly reading: () => Promise<QueryOptions>;
}

/** Checks a command with the types of its own options, which a list of commands erases. */
export function defineCommand<Options extends z.ZodObject>(command: Command<Options>): Command {
  return command;
}
