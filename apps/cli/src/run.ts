import { AuditError, isAuditError, type QueryOptions } from '@trailhound/core';
import { inWords, suggest } from '@trailhound/core/reply';
import {
  checkOptions,
  fromEnvironment,
  growInSmallSteps,
  openArchiveOf,
  readWords,
  refuseNodesOption,
  type Given,
  type OpenArchive,
} from '@trailhound/program';
import manifest from '../package.json' with { type: 'json' };
import { environment, lazyAccounts } from './accounts.ts';
import type { Call, Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { optionName } from './derived-options.ts';
import { EXIT } from './exit-codes.ts';
import { commandHelp, programHelp } from './help.ts';
import { untilInterrupted } from './interrupt.ts';
import { clean } from './output/clean.ts';
import { PipeClosed, processOutput, type Output } from './output/output.ts';
import { readingOptions } from './reading.ts';
import { VARIABLES } from './setup-options.ts';
import { FLAGS } from './words.ts';
import { wrongUse } from './wrong-use.ts';

/** Runs a command line and returns the exit code. */
export async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  growInSmallSteps();
  const output = processOutput(env);
  const interrupt = untilInterrupted();
  try {
    return await dispatch(args, env, { output, signal: interrupt.signal });
  } catch (thrown) {
    output.progress?.('');
    if (thrown instanceof PipeClosed) return EXIT.whole;
    if (interrupt.signal.aborted) return EXIT.interrupted;
    if (!isAuditError(thrown)) throw thrown;
    sayFailure(thrown, output);
    return EXIT.failed;
  } finally {
    interrupt.release();
  }
}

function sayFailure(thrown: AuditError, output: Output): void {
  const { message, hint, vendorSaid } = inWords(thrown, FLAGS);
  output.say(`trailhound: ${clean(message)}. ${clean(hint)}`);
  if (vendorSaid !== undefined) output.say(`vendor said: ${clean(vendorSaid)}`);
}

type Surroundings = Pick<Call, 'output' | 'signal'>;

async function dispatch(args: readonly string[], env: NodeJS.ProcessEnv, around: Surroundings): Promise<number> {
  const { name, rest } = findCommand(args);
  if (name === undefined) {
    const { help, version, values } = readWords(rest, {});
    const [unknown] = Object.keys(values);
    if (unknown !== undefined && !help && !version) throw noCommand();
    await around.output.print([version ? manifest.version : programHelp(manifest.version)]);
    return help || version || args.length === 0 ? EXIT.whole : EXIT.failed;
  }
  const command = await commandNamed(name).load();
  const given = readWords(rest, command.options.shape);
  if (given.help) {
    await around.output.print([commandHelp(name, command)]);
    return EXIT.whole;
  }
  return run(command, given, env, around);
}

async function run(command: Command, given: Given, env: NodeJS.ProcessEnv, around: Surroundings): Promise<number> {
  const { output } = around;
  const say = (line: string): void => output.say(clean(line));
  refuseNodesOption(given, env);
  const whole = environment(given.values['envFrom'] ?? env['TRAILHOUND_ENV_FROM'], env, say);
  const options = optionsOf(command, given, whole);
  const operands = operandsOf(command, given);
  const accounts = lazyAccounts(options, whole, { userAgent: `trailhound/${manifest.version}`, say });
  const archive = archiveOf(options, whole);
  try {
    const call: Call = {
      ...around,
      options,
      operands,
      env: whole,
      version: manifest.version,
      accounts: accounts.open,
      archive,
      reading: async (): Promise<QueryOptions> => readingOptions(options, { ...around, archive, now: Date.now }),
    };
    return await command.run(call);
  } finally {
    output.progress?.('');
    await archive?.close();
    await accounts.close();
  }
}

/** The archive that a question is answered from. Commands about an archive itself have no `offline`, and open it themselves. */
function archiveOf(options: Readonly<Record<string, unknown>>, env: NodeJS.ProcessEnv): OpenArchive | undefined {
  if (!('offline' in options)) return undefined;
  return openArchiveOf({
    archive: options['archive'] as string | undefined,
    offline: options['offline'] === true,
    env,
  });
}

function optionsOf({ options }: Command, { values }: Given, env: NodeJS.ProcessEnv): Record<string, unknown> {
  const variables = VARIABLES.filter((name) => name in options.shape);
  const names = { field: (path: readonly string[]) => optionName(path) };
  return checkOptions(options, { ...fromEnvironment(variables, env), ...values }, names);
}

function operandsOf({ operands = [] }: Command, { positionals }: Given): readonly string[] {
  const missing = operands[positionals.length];
  if (missing !== undefined) {
    throw wrongUse(`${missing.toUpperCase()} is missing`, 'See the examples of --help.');
  }
  const extra = positionals[operands.length];
  if (extra === undefined) return positionals;
  throw wrongUse(
    `${JSON.stringify(extra)} is one word too many`,
    'Options begin with --, and a value that contains spaces needs quotes.',
  );
}

interface Named {
  readonly name: string | undefined;
  /** The words around the name. */
  readonly rest: readonly string[];
}

/** Finds a command of one or two words, such as `archive status`, before or after the options. */
function findCommand(args: readonly string[]): Named {
  const at = args.findIndex((word) => !word.startsWith('-'));
  const [first, second] = [args[at], args[at + 1]];
  if (at < 0 || first === undefined) return { name: undefined, rest: args };
  if (first === 'help') return findCommand([...args.slice(at + 1), '--help']);
  const two = `${first} ${second ?? ''}`;
  const length = Object.hasOwn(COMMANDS, two) ? 2 : 1;
  return { name: length === 2 ? two : first, rest: args.toSpliced(at, length) };
}

function commandNamed(name: string): (typeof COMMANDS)[string] {
  const command = COMMANDS[name];
  if (command !== undefined && Object.hasOwn(COMMANDS, name)) return command;
  const inside = Object.keys(COMMANDS).filter((one) => one.startsWith(`${name} `));
  if (inside.length > 0) throw wrongUse(`${name} needs one more word`, `Use one of: ${inside.join(', ')}.`);
  throw wrongUse(`There is no command ${JSON.stringify(name)}`, suggest(name, Object.keys(COMMANDS)));
}

function noCommand(): AuditError {
  return wrongUse('Which command is missing', `Use one of: ${Object.keys(COMMANDS).join(', ')}.`);
}
