import { kebab, placeholderOf } from '@trailhound/program';
import type * as z from 'zod';
import { COMMANDS } from '../commands.ts';

/** An option as a shell completes it. */
export interface CompletedOption {
  readonly name: string;
  readonly description: string;
  /** The kind of its value: one of some words, a file, anything; undefined for a flag. */
  readonly value: 'none' | 'file' | 'any' | readonly string[];
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
}

export type Vocabulary = readonly CompletedCommand[];

/** Every command with its options, from the schemas that check them. */
export async function vocabulary(): Promise<Vocabulary> {
  const entries = Object.entries(COMMANDS);
  return Promise.all(
    entries.map(async ([name, { summary, load }]) => {
      const { options } = await load();
      const own = Object.entries(options.shape).map(([option, schema]) => completed(option, schema));
      return { name, summary, options: [...own, HELP] };
    }),
  );
}

const HELP: CompletedOption = { name: 'help', description: 'Show the options of the command', value: 'none' };

function completed(name: string, schema: z.ZodType): CompletedOption {
  const description = (schema.description ?? '').replaceAll(/['"`$\\[\]:]/g, '');
  return { name: kebab(name), description, value: valueOf(schema) };
}

function valueOf(schema: z.ZodType): CompletedOption['value'] {
  const placeholder = placeholderOf(schema);
  if (placeholder === undefined) return 'none';
  if (placeholder === 'file' || placeholder === 'folder') return 'file';
  const words = schema.meta()?.['words'];
  if (Array.isArray(words)) return words.map(String);
  return placeholder.includes('|') ? placeholder.split('|') : 'any';
}
