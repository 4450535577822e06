import type * as z from 'zod';

/** A placeholder for a field of the query, by its path. Every host has its own name for it. */
export interface Slot {
  readonly field: readonly string[];
}

/**
 * A sentence that may contain placeholders for field names. They are never parsed from text: what a vendor or a caller
 * wrote stays as it is, whatever braces it contains.
 */
export type Wording = string | readonly (string | Slot)[];

/** Returns a host's name for a field. */
export type NameOf = (path: readonly string[]) => string;

/** A placeholder for the name of a field. */
export function field(...path: readonly string[]): Slot {
  return { field: path };
}

/** A template tag for sentences with placeholders: worded`Use a later ${field('until')}`. */
export function worded(texts: TemplateStringsArray, ...parts: readonly (Wording | Slot)[]): Wording {
  return texts.flatMap((text, index) => [text, ...piecesOf(parts[index] ?? '')]);
}

function piecesOf(part: Wording | Slot): readonly (string | Slot)[] {
  return typeof part === 'string' || 'field' in part ? [part] : part;
}

/** Maps the text of a sentence, including the text in its placeholders. */
export function mapText(wording: Wording, change: (text: string) => string): Wording {
  if (typeof wording === 'string') return change(wording);
  return wording.map((piece) => (typeof piece === 'string' ? change(piece) : field(...piece.field.map(change))));
}

/** Fills in all placeholders. */
export function fill(wording: Wording, nameOf: NameOf): string {
  if (typeof wording === 'string') return wording;
  return wording.map((piece) => (typeof piece === 'string' ? piece : nameOf(piece.field))).join('');
}

/** The TypeScript name of a field. */
export function dotted(path: readonly string[]): string {
  return path.join('.');
}

/** The metadata of a field whose description names other fields: each host calls those by names of its own. */
export function describing(wording: Wording): { readonly description: string; readonly wording: Wording } {
  return { description: fill(wording, dotted), wording };
}

/** What a field is for, with the other fields that it names called as somebody calls them. */
export function descriptionOf(schema: z.ZodType, nameOf: NameOf): string {
  const { description = '', wording = description } = (schema.meta() ?? {}) as {
    description?: string;
    wording?: Wording;
  };
  return fill(wording, nameOf);
}

type Complaint = {
  readonly code: 'custom';
  readonly path: string[];
  readonly message: string;
  readonly params: { readonly said: Wording };
};

/** An issue for a schema that rejects one field because of another; the sentence has placeholders for both. */
export function complaint({ field: path }: Slot, said: Wording): Complaint {
  return { code: 'custom', path: [...path], message: fill(said, dotted), params: { said } };
}
