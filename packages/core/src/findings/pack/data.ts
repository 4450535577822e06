import type { RuleDocument } from '../../rule.ts';
import { OFFICE_HOURS } from './office-hours.ts';

const ANY = { category: 'audit' };

/** What was taken, deleted, tried, or no longer logged, in any product. */
export const DATA: readonly RuleDocument[] = [
  {
    title: 'Large export',
    name: 'large-export',
    level: 'high',
    tags: ['attack.t1213.004'],
    falsepositives: ['The end of a month or quarter.'],
    logsource: ANY,
    detection: { large: { verb: 'export', 'exported|gte': 10_000 }, condition: 'large' },
    trailhound: {
      quiet: '1d',
      why: '{actor} exported {exported} rows: {message}',
      next: 'Ask what they are for.',
    },
  },
  {
    title: 'Export',
    name: 'export-made',
    level: 'informational',
    logsource: ANY,
    detection: {
      made: { verb: 'export' },
      unattended: { 'actor.kind': ['automation', 'system'] },
      condition: 'made and not unattended',
    },
    trailhound: { why: '{actor} exported: {message}' },
  },
  {
    title: 'Many exports',
    name: 'export-burst',
    level: 'high',
    tags: ['attack.t1213.004'],
    falsepositives: ['Somebody who builds reports.'],
    correlation: {
      type: 'event_count',
      rules: ['export-made'],
      'group-by': ['actor.key'],
      timespan: '24h',
      condition: { gte: 5 },
    },
    trailhound: {
      why: '{actor} exported {count} times within a day',
      next: 'Ask what for, and look at what it was.',
    },
  },
  {
    title: 'Export outside of office hours',
    name: 'export-off-hours',
    level: 'medium',
    tags: ['attack.t1213.004'],
    falsepositives: ['Somebody in another time zone.'],
    logsource: ANY,
    detection: { off: { verb: 'export', off_hours: true, 'actor.kind': 'user' }, condition: 'off' },
    trailhound: {
      quiet: '1d',
      caveat: OFFICE_HOURS,
      why: '{actor} exported outside of office hours: {message}',
      next: 'Ask whether it was them.',
    },
  },
  {
    title: 'First export',
    name: 'first-export',
    level: 'low',
    tags: ['attack.t1213.004'],
    falsepositives: ['Somebody new.'],
    logsource: ANY,
    detection: { made: { verb: 'export', 'actor.kind': 'user' }, condition: 'made' },
    trailhound: {
      learn: '30d',
      new_value: { of: ['actor.key'] },
      why: '{actor} exported for the first time: {message}',
      next: 'Nothing, unless something else stands out.',
    },
  },
  {
    title: 'Deletion',
    name: 'deleted',
    level: 'informational',
    logsource: ANY,
    detection: {
      deleted: { verb: 'delete', 'actor.kind': ['user', 'service', 'vendor_staff', 'unknown'] },
      condition: 'deleted',
    },
  },
  {
    title: 'Many deletions',
    name: 'delete-spree',
    level: 'high',
    tags: ['attack.t1485'],
    falsepositives: ['A clean-up, or a job that erases personal data.'],
    correlation: {
      type: 'event_count',
      rules: ['deleted'],
      'group-by': ['actor.key'],
      timespan: '1h',
      condition: { gte: 20 },
    },
    trailhound: {
      why: '{actor} deleted {count} times within an hour',
      next: 'Stop it if nobody planned it; see what can be restored.',
    },
  },
  {
    title: 'Denied attempt',
    name: 'denied',
    level: 'informational',
    logsource: ANY,
    detection: { denied: { outcome: 'denied' }, condition: 'denied' },
  },
  {
    title: 'Many denied attempts',
    name: 'denied-burst',
    level: 'low',
    tags: ['attack.t1110'],
    falsepositives: ['A broken integration.'],
    correlation: {
      type: 'event_count',
      rules: ['denied'],
      'group-by': ['actor.key'],
      timespan: '10m',
      condition: { gte: 10 },
    },
    trailhound: {
      why: '{actor} was denied {count} times within ten minutes',
      next: 'Look at what they tried.',
    },
  },
  {
    title: 'A log has fallen silent',
    name: 'audit-gap',
    level: 'medium',
    tags: ['attack.t1685.002'],
    falsepositives: ['Holidays.'],
    logsource: ANY,
    detection: { anything: { 'verb|exists': true }, condition: 'anything' },
    trailhound: {
      learn: '14d',
      silence: 4,
      group: ['provider', 'tenant', 'log'],
      why: 'Nothing was logged in {product} for far longer than ever before',
      next: 'Check that the log can still be read.',
    },
  },
];
