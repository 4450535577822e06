import * as z from 'zod';
import { LEVELS } from './level.ts';

/** Kinds of correlations: counts, distinct values, sums, averages, percentiles, and several rules within a time. */
export const CORRELATIONS = [
  'event_count',
  'value_count',
  'value_sum',
  'value_avg',
  'value_percentile',
  'temporal',
  'temporal_ordered',
] as const;

const LONGEST = 2000;
const MOST_VALUES = 5000;

const Text = z.string().min(1).max(LONGEST);
const Texts = z.array(Text).min(1).max(100);
const Span = z.string().regex(/^[1-9]\d{0,4}[smhdwMy]$/, 'has to be a number and a unit: s, m, h, d, w, M or y');

const Scalar = z.union([z.string().max(LONGEST), z.number(), z.boolean(), z.null()]);
const Fields = z.record(z.string(), z.union([Scalar, z.array(Scalar).min(1).max(MOST_VALUES)]));
const Search = z.union([
  Fields,
  z.string().max(LONGEST),
  z
    .array(z.union([Fields, z.string().max(LONGEST), z.number()]))
    .min(1)
    .max(MOST_VALUES),
]);

const Detection = z.object({ condition: z.union([Text, Texts]) }).catchall(Search);

const Logsource = z.looseObject({
  category: Text.optional(),
  /** The id of a product; all products by default. */
  product: Text.optional(),
  /** The id of a log; all logs by default. */
  service: Text.optional(),
});

/** What Sigma has no words for. Other tools ignore it. */
export const Custom = z.strictObject({
  /** Counts changes of the rule; part of the id of its findings. */
  version: z.int().min(1).optional(),
  /** What happened, with values such as {actor}, {target}, {change}, {count}. */
  why: Text.optional(),
  /** What to do about it. */
  next: Text.optional(),
  /** What every reader of a finding should know. */
  caveat: Text.optional(),
  /** Hits with the same values of these fields are one finding; actor.key by default. */
  group: Texts.optional(),
  /** Hits no further apart than this are one finding. */
  quiet: Span.optional(),
  /** How long a baseline is learnt before it can be used. */
  learn: Span.optional(),
  /** Only if these values were not seen together while learning, for each group of its own, among matches or all events. */
  new_value: z
    .strictObject({ of: Texts, for: Texts.optional(), among: z.enum(['matches', 'events']).optional() })
    .optional(),
  /** Only above this multiple of the median of its own days. */
  above_own_median: z.number().min(1).optional(),
  /** Finds silences longer than this multiple of the longest so far. */
  silence: z.number().min(1).optional(),
  /** What the user has to provide. */
  needs: z.array(z.enum(['roster', 'own_domains'])).optional(),
  /** The version of ATT&CK that the tags follow. */
  attack: Text.optional(),
});

const Head = {
  title: Text,
  id: Text.optional(),
  name: Text.optional(),
  description: z.string().max(10_000).optional(),
  level: z.enum(LEVELS).optional(),
  tags: z.array(z.string().max(200)).max(100).optional(),
  falsepositives: z.array(z.string().max(LONGEST)).max(100).optional(),
  /** Whose field names: ours, or the vendor’s. */
  taxonomy: z.enum(['sigma', 'trailhound', 'raw']).optional(),
  trailhound: Custom.optional(),
};

/** A rule about single events. */
export const EventRule = z.looseObject({ ...Head, logsource: Logsource, detection: Detection });

const Limit = z.number();
const Condition = z.strictObject({
  field: z.union([Text, Texts]).optional(),
  percentile: z.number().min(0).max(100).optional(),
  gt: Limit.optional(),
  gte: Limit.optional(),
  lt: Limit.optional(),
  lte: Limit.optional(),
  eq: Limit.optional(),
  neq: Limit.optional(),
});

/** A rule about several events. */
export const CorrelationRule = z.looseObject({
  ...Head,
  correlation: z.strictObject({
    type: z.enum(CORRELATIONS),
    rules: z.union([Text, Texts]),
    'group-by': Texts.optional(),
    timespan: Span,
    aliases: z.record(z.string(), z.record(z.string(), Text)).optional(),
    condition: Condition.optional(),
    generate: z.boolean().optional(),
  }),
});

/** A document that excludes events from rules. */
export const FilterRule = z.looseObject({
  ...Head,
  logsource: Logsource.optional(),
  filter: z
    .object({ rules: z.union([z.literal('any'), Text, Texts]), condition: z.union([Text, Texts]) })
    .catchall(Search),
});

export type EventRule = z.infer<typeof EventRule>;
export type CorrelationRule = z.infer<typeof CorrelationRule>;
export type FilterRule = z.infer<typeof FilterRule>;
/** A Sigma document as data. */
export type RuleDocument = EventRule | CorrelationRule | FilterRule;
