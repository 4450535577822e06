import type { Connection, Coverage, QueryOptions } from '@trailhound/core';
import type * as z from 'zod';
import type { JsonObject } from '@trailhound/program';
import type { Service } from '../service.ts';

/** Something that an assistant can ask for. */
export interface Tool<Input extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  /** Whether it writes, here or at a vendor. */
  readonly writes?: boolean;
  readonly run: (input: z.output<Input>, call: Call) => Promise<Result>;
}

/** What a call may use. */
export interface Call {
  readonly service: Service;
  readonly connections: readonly Connection[];
  /** Cancellation, deadline and progress, as core takes them. */
  readonly options: QueryOptions;
  /** The longest that the result may be, in characters. */
  readonly room: number;
  /** The arguments for the answer, as the core understood them. */
  readonly echo: (understood: JsonObject) => JsonObject;
}

/** What a call looked at, for the access log. */
export interface Looked {
  /** As it was understood. */
  readonly query?: JsonObject;
  readonly coverage?: readonly Coverage[];
  /** How many events the answer is made of. */
  readonly events: number;
  /** The name of the file that was written. */
  readonly file?: string;
}

/** What a call answers. */
export interface Result {
  readonly body: JsonObject;
  readonly looked?: Looked;
  /** The lists that may be cut from the end when the body is too long, by path, the least telling first. */
  readonly cuttable?: readonly (readonly (string | number)[])[];
  readonly file?: { readonly uri: string; readonly name: string; readonly mimeType: string; readonly size: number };
}

/** Keeps the type of its input, which a list of tools forgets. */
export function defineTool<Input extends z.ZodObject>(tool: Tool<Input>): Tool {
  return tool;
}
