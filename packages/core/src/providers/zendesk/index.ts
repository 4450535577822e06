import { defineProvider, type Log } from '../../provider.ts';
import { credentials, site } from './account.ts';
import { answer } from './answer.ts';
import { AuditLogEntry } from './entry.ts';
import { event } from './event.ts';
import { MAX_PAGE_SIZE, matches, narrow, ZendeskFilters } from './filters.ts';
import { request } from './request.ts';
import { ACTIONS, SOURCE_TYPES, VERB_OF, VOCABULARY_NOTE } from './vocabulary.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const auditLog = {
  id: 'audit_logs',
  label: 'Audit log',
  holds:
    'Changes to settings, users, roles, business rules, apps, ticket set-up and organizations, and sign-ins of the ' +
    'team. Not what end users do.',
  kept: 'Since the account was created, without end.',
  lagMs: 5 * MINUTE,
  overlapMs: DAY,
  order: 'either',
  resolutionMs: 1000,
  // NOTES: actors, outcome.
  lacks: ['e-mail addresses', 'impersonators'],
  verbs: [...new Set(Object.values(VERB_OF)), 'other'],
  flags: ['assumed_outcome', 'parse'],
  sliceMs: 7 * DAY,
  entry: AuditLogEntry,
} as const satisfies Log;

export const zendesk = defineProvider({
  id: 'zendesk',
  label: 'Zendesk',
  privacyPolicy: 'https://www.zendesk.com/company/agreements-and-terms/privacy-notice/',
  site,
  logs: [auditLog],
  credentials,
  filters: ZendeskFilters,
  vocabulary: { actions: ACTIONS, targets: SOURCE_TYPES, note: VOCABULARY_NOTE },
  // NOTES: limits. 700 a minute is the smallest plan with an audit log; rate limit headers override it.
  limits: { pageSize: MAX_PAGE_SIZE, rate: { requests: 700, perMs: 60_000 }, concurrency: 16 },
  operations: ['list', 'count', 'show', 'export'],
  narrow,
  matches,
  request,
  answer,
  event,
});
