import { defineProvider } from '../../provider.ts';
import { credentials, site } from './account.ts';
import { answer } from './answer.ts';
import { AuditLogEntry } from './entry.ts';
import { event, FLAGS_OF_ENTRIES, VERBS_OF_ENTRIES } from './event.ts';
import { MOST, filters, matches, narrow } from './filters.ts';
import { request } from './request.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

export const ashby = defineProvider({
  id: 'ashby',
  label: 'Ashby',
  privacyPolicy: 'https://www.ashbyhq.com/privacy',
  site,
  logs: [
    {
      id: 'audit_log',
      label: 'Audit log',
      holds:
        'What people, API keys, automations and Ashby support did in the organization, confidential jobs and projects included.',
      kept: 'Ashby does not publish how long it keeps entries.',
      lagMs: 5 * MINUTE,
      overlapMs: DAY,
      order: 'newest',
      resolutionMs: 1,
      lacks: ['impersonators', 'names of targets'],
      verbs: VERBS_OF_ENTRIES,
      flags: FLAGS_OF_ENTRIES,
      sliceMs: 7 * DAY,
      entry: AuditLogEntry,
    },
  ],
  credentials,
  filters,
  // NOTES: limits, window. No rate limit is published. Retention is 540 days, which is less than any 18 months.
  vocabulary: {
    actions: ['JobStatusChanged'],
    targets: ['job', 'app_user'],
    note:
      "The full list is Ashby's Audit Log Vocabulary, in its documentation. An action is a category such as " +
      'JobStatusChanged; summarise by action to see which ones an organization uses.',
  },
  limits: { pageSize: MOST, rate: { requests: 4, perMs: 1000 }, concurrency: 1, windowMs: 540 * DAY },
  operations: ['list'],
  narrow,
  matches,
  request,
  answer,
  event,
});
