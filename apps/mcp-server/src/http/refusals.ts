import { isUnknownTool } from '../refused-message.ts';
import { recordRefused } from '../record.ts';
import type { Service } from '../service.ts';
import { toolsOf } from '../tools/index.ts';

/** Records that a call was rejected: the status, and the size of the response. */
export type Refuse = (status: number, bytes: number) => void;

/** Records calls that reach no tool. */
export interface Refusals {
  /** Starts a record for one call when it arrives. */
  readonly of: (subject: string) => Refuse;
  /** The SDK answers calls to unknown tools without telling us, so they are recorded here. */
  readonly unknownTool: (message: unknown, refuse: Refuse) => void;
}

/** The subject of an unauthenticated caller. */
export const STRANGER = 'unknown';

/** Outcomes by status; 200 is an error in the body of a successful response. */
const OUTCOMES: Readonly<Record<number, string>> = {
  200: 'invalid_query',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  413: 'too_large',
  429: 'rate_limited',
  503: 'unavailable',
};

export function createRefusals(service: Service): Refusals {
  const names = new Set(toolsOf(service).map(({ name }) => name));
  return {
    of: (subject) => {
      const began = Date.now();
      return (status, bytes) => {
        const outcome = OUTCOMES[status] ?? (status < 500 ? 'invalid_query' : 'internal');
        recordRefused(service, { subject, outcome, bytes, began });
      };
    },
    unknownTool: (message, refuse) => {
      if (isUnknownTool(message, names)) refuse(404, 0);
    },
  };
}
