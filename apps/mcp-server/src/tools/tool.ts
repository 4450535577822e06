import type { Connection, Coverage, QueryOptions } from '@trailhound/core';
import type * as z from 'zod';
import type { JsonObject } from '@trailhound/program';
import type { Service } from '../service.ts';

/** A tool of the server. */
export interface Tool<Input extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  /** The page that shows the result. The tool is listed only for clients that show pages. */
  readonly page?: string;
  /** Whether it writes anything, here or at a vendor. */
  readonly writes?: boolean;
  readonly run: (input: z.output<Input>, call: Call) => Promise<Result>;
}

/** The context of a call. */
export interface Call {
  readonly service: Service;
  readonly connections: readonly Connection[];
  /** Cancellation, deadline and progress, for the core. */
  readonly options: QueryOptions;
  /** The maximum length of the result, in characters. */
  readonly room: number;
  /** Converts the query that the core understood back to arguments, to repeat it in the answer. */
  readonly echo: (understood: JsonObject) => JsonObject;
}

/** What a call read, for the access log. */
export interface Looked {
  /** The query as it was understood. */
  readonly query?: JsonObject;
  readonly coverage?: readonly Coverage[];
  /** How many events the answer is based on. */
  readonly events: number;
  /** The name of the file that was written. */
  readonly file?: string;
}

/** The result of a call. */
export interface Result {
  readonly body: JsonObject;
  readonly looked?: Looked;
  /** Paths of lists that may be truncated if the body is too long, least important first. */
  readonly cuttable?: readonly (readonly (string | number)[])[];
  /** The maximum length in characters, where it is less than that of every result. */
  readonly room?: number;
  readonly file?: { readonly uri: string; readonly name: string; readonly mimeType: string; readonly size: number };
}

/** Checks a tool against its own input type, which a list of tools loses. */
export function defineTool<Input extends z.ZodObject>(tool: Tool<Input>): Tool {
  return tool;
}
