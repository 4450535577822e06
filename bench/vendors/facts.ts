import type { Provider, Window } from '@trailhound/core';
import type { VendorId } from '@trailhound/simulator';

/** A vendor that answers, and how to ask it: what its process prints, and what the measured processes are given. */
export interface Target {
  readonly vendor: VendorId;
  readonly site: string;
  readonly credential: { readonly kind: string; readonly values: Readonly<Record<string, string>> };
}

/** Of each vendor the log with the largest entries that are read unasked. */
export const LOGS: Readonly<Record<VendorId, string>> = {
  gong: 'UserActivityLog',
  zendesk: 'audit_logs',
  ashby: 'audit_log',
};

export const KINDS = { gong: 'access_key', zendesk: 'api_token', ashby: 'api_key' } as const;

/** A month of the past, so that runs of different days read the same entries. */
export const WINDOW: Window = { from: Date.UTC(2026, 5, 1), to: Date.UTC(2026, 6, 1) };

/** The same as somebody writes it. */
export const MONTH = { since: '2026-06-01', until: '2026-06-30' } as const;

/** Switches with which a simulated vendor takes everything. */
export const ENDLESS: Readonly<Record<VendorId, Readonly<Record<string, number>>>> = {
  gong: { limitPerSecond: 0, limitPerDay: 0 },
  zendesk: { limitPerMinute: 1e9 },
  ashby: { limitPerSecond: 1e9 },
};

/** The provider without its pace, which is the vendor's wish and no cost of ours. */
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
