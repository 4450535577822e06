import type { Provider } from '@trailhound/core';
import type { Window } from '@trailhound/core/provider';

/** The vendors that are measured: each needs its own recording, bare loop and floor. */
export const VENDORS = ['gong', 'zendesk', 'ashby'] as const;

export type Measured = (typeof VENDORS)[number];

/** A running vendor and how to access it: printed by its process, and passed to the measured processes. */
export interface Target {
  readonly vendor: Measured;
  readonly site: string;
  readonly credential: { readonly kind: string; readonly values: Readonly<Record<string, string>> };
}

/** For each vendor, the log with the largest entries that is read by default. */
export const LOGS: Readonly<Record<Measured, string>> = {
  gong: 'UserActivityLog',
  zendesk: 'audit_logs',
  ashby: 'audit_log',
};

export const KINDS = { gong: 'access_key', zendesk: 'api_token', ashby: 'api_key' } as const;

/** A month in the past, so that runs on different days read the same entries. */
export const WINDOW: Window = { from: Date.UTC(2026, 5, 1), to: Date.UTC(2026, 6, 1) };

/** The same in query syntax. */
export const MONTH = { since: '2026-06-01', until: '2026-06-30' } as const;

/** The provider without its rate limit, which is the vendor's choice and not a cost of ours. */
export function unpaced(provider: Provider, concurrency = provider.limits.concurrency): Provider {
  return {
    ...provider,
    limits: { pageSize: 100, concurrency },
    answer: (...asked) => {
      const { headroom: _, ...answer } = provider.answer(...asked);
      return answer;
    },
  };
}
