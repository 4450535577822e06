import { isUnknownTool } from '../refused-message.ts';
import { recordRefused } from '../record.ts';
import type { Service } from '../service.ts';
import { toolsOf } from '../tools/index.ts';

/** Takes down that a call was refused: by which status, and how long the answer is. */
export type Refuse = (status: number, bytes: number) => void;

/** What becomes of calls that come to no tool. */
export interface Refusals {
  /** For one call, from when it has come. */
  readonly of: (subject: string) => Refuse;
  /** The SDK answers it, and tells nobody. */
  readonly unknownTool: (message: unknown, refuse: Refuse) => void;
}

/** Who has not proved to be anybody. */
export const STRANGER = 'unknown';

/** A refusal in the body of an answer that went well, and by a status. */
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
