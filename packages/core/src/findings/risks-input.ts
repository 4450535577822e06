import * as z from 'zod';
import { LEVELS, type Level } from '../level.ts';
import { QueryInput } from '../reading/query.ts';

const { providers, accounts, logs, since, until, timeZone } = QueryInput.shape;
export const DEFAULT_SINCE = '7d';
export const DEFAULT_LEVEL: Level = 'low';

/** Where to look, and for what. */
export const RisksInput = z.strictObject({
  providers,
  accounts,
  logs,
  since: since.unwrap().optional().describe(`Start, such as 30d; ${DEFAULT_SINCE} by default`),
  until,
  timeZone: timeZone.unwrap().optional().describe('Time zone of dates, day names and office hours; UTC by default'),
  level: z.enum(LEVELS).optional().describe(`The least serious level to look for; ${DEFAULT_LEVEL} by default`),
  rules: z.array(z.string().min(1).max(200)).min(1).max(100).optional().describe('Only these rules, by name'),
});
export type RisksInput = z.input<typeof RisksInput>;

/** What to follow, and for what. */
export const FollowRisksInput = RisksInput.omit({ since: true, until: true });
export type FollowRisksInput = z.input<typeof FollowRisksInput>;
