import * as z from 'zod';
import { defineProvider } from '../../provider.ts';
import { credentials, site } from './account.ts';
import { answer } from './answer.ts';
import { event } from './event.ts';
import { logs, otherLog } from './logs.ts';
import { request } from './request.ts';

export { GongCatalogueEntry } from './entry.ts';

export const gong = defineProvider({
  id: 'gong',
  label: 'Gong',
  privacyPolicy: 'https://www.gong.io/privacy-policy/',
  site,
  logs,
  otherLog,
  credentials,
  // Gong filters by log type and time, and by nothing else.
  filters: z.strictObject({}),
  vocabulary: {
    actions: ['call.play', 'call.shared.play', 'call.shared.open'],
    targets: [],
    note:
      'Gong publishes no list of actions. UserActivityLog carries what Gong calls them, or method and endpoint; ' +
      'summarise by action to see which words an account uses, or ask by verb.',
  },
  // NOTES: limits.
  limits: { pageSize: 100, rate: { requests: 3, perMs: 1000 }, requestsPerDay: 10_000, concurrency: 4 },
  operations: ['list', 'count'],
  request,
  answer,
  event,
});
