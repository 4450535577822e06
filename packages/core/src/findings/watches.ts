import type { CorrelationRule, Custom, EventRule } from '../rule.ts';
import type * as z from 'zod';
import { counting, limits } from './counting.ts';
import { asText } from './field-test.ts';
import { OURS, RAW } from './fields.ts';
import type { Values } from './detection.ts';
import { eachHit, newValue, newValueOfGroup, silence, type AnyMachine } from './machine.ts';
import { ordered, together } from './ordered.ts';
import { keysOf, keysOfTarget } from './person.ts';
import type { Link, LogFilter, Watch } from './plan.ts';
import { refused } from './refusal.ts';
import { keyOf, ruleInfo } from './rule-info.ts';
import { sentence, unknownWords, WORD_NAMES } from './said.ts';
import type { Sight } from './sight.ts';
import { parseTimespan } from './timespan.ts';

type Attributes = z.infer<typeof Custom>;
type Rule = EventRule | CorrelationRule;

const NONE: readonly string[] = [];
const EVERYBODY: readonly string[] = [''];
const DEFAULT_GROUP = ['actor.key'];
const DEFAULT_WHY = '{actor}: {message}';
/** By default, a value stays new for a day. */
const NEW_FOR = '1d';

/** The watch of a rule about single events. */
export function eventWatch(rule: EventRule, number: number, logs: LogFilter): Watch {
  const custom = rule.trailhound ?? {};
  const [learn, quiet] = [parseTimespan(custom.learn), parseTimespan(custom.quiet)];
  return { number, rule: ruleInfo(rule, Math.max(learn, quiet)), machine: machineOf(rule, custom), logs: [logs] };
}

function machineOf(rule: EventRule, custom: Attributes): AnyMachine {
  const learn = requireLearning(rule, custom);
  if (custom.new_value !== undefined) {
    const make = custom.new_value.for === undefined ? newValue : newValueOfGroup;
    return make(learn, parseTimespan(custom.quiet ?? NEW_FOR));
  }
  if (custom.silence !== undefined) return silence(custom.silence, learn);
  return eachHit(parseTimespan(custom.quiet));
}

function requireLearning(rule: Rule, custom: Attributes): number {
  const learns = custom.new_value ?? custom.silence ?? custom.above_own_median;
  if (learns === undefined || custom.learn !== undefined) return parseTimespan(custom.learn);
  throw refused(keyOf(rule), 'trailhound.learn is missing', 'Say how long it learns what is usual, such as 14d.');
}

/** How matches of a rule about single events reach its own watch. */
export function linkOf(rule: EventRule, watch: Watch): Link {
  const { new_value: novelty, group = DEFAULT_GROUP } = rule.trailhound ?? {};
  return {
    watch,
    step: 0,
    groups: novelty === undefined ? groupBy(group, rule, { missing: '-' }) : groupBy(novelty.for ?? novelty.of, rule),
    isPerson: false,
    value: novelty?.for === undefined ? undefined : valuesIn(novelty.of, rule),
    learnsFromAll: novelty?.among === 'events',
    said: saidBy(rule),
  };
}

function saidBy(rule: Rule, base: Rule = rule): Link['said'] {
  const template = rule.trailhound?.why ?? base.trailhound?.why ?? DEFAULT_WHY;
  const [unknown] = unknownWords(template);
  if (unknown === undefined) return sentence(template);
  throw refused(keyOf(rule), `trailhound.why: {${unknown}} is unknown`, `Use one of ${WORD_NAMES.join(', ')}.`);
}

function fieldOf(name: string, rule: Rule, base: Rule = rule): Values<Sight> {
  const values = OURS.field(name) ?? (base.taxonomy === 'raw' ? RAW.field(name) : undefined);
  if (values === undefined) throw refused(keyOf(rule), `the field ${name} is unknown`, OURS.hint(name));
  return values;
}

interface GroupSource {
  readonly base?: Rule;
  /** What stands for a value that an event lacks; without it, the event belongs to no group. */
  readonly missing?: string;
}

/** One group per combination of values. */
function groupBy(names: readonly string[], rule: Rule, { base = rule, missing }: GroupSource = {}): Link['groups'] {
  if (names.length === 0) return () => EVERYBODY;
  const [first, ...others] = names.map((name) => fieldOf(name, rule, base));
  const valueIn = (read: Values<Sight> | undefined, sight: Sight): string | undefined =>
    asText(read?.(sight)[0])?.toLowerCase() ?? missing;
  return (sight) => {
    let group = valueIn(first, sight);
    for (const other of others) {
      const value = valueIn(other, sight);
      group = group === undefined || value === undefined ? undefined : `${group}\n${value}`;
    }
    return group === undefined ? NONE : [group];
  };
}

interface WatchPlace {
  readonly number: number;
  readonly logs: readonly LogFilter[];
  readonly steps: number;
}

/** The watch of a correlation, and how matches of its rules reach it. */
export function correlationWatch(
  rule: CorrelationRule,
  { number, logs, steps }: WatchPlace,
): { watch: Watch; links: (base: EventRule, step: number) => Link } {
  const custom = rule.trailhound ?? {};
  const span = parseTimespan(rule.correlation.timespan);
  const reach = Math.max(span, parseTimespan(custom.quiet), requireLearning(rule, custom));
  const watch = { number, rule: ruleInfo(rule, reach), machine: correlationMachine(rule, custom, steps), logs };
  return {
    watch,
    links: (base, step) => {
      const grouping = groupingOf(rule, base);
      const value = valueOf(rule, base);
      return {
        watch,
        step,
        value,
        learnsFromAll: false,
        said: saidBy(isSequence(rule) ? base : rule, base),
        ...grouping,
      };
    },
  };
}

function isSequence({ correlation: { type } }: CorrelationRule): boolean {
  return type === 'temporal' || type === 'temporal_ordered';
}

function correlationMachine(rule: CorrelationRule, custom: Attributes, steps: number): AnyMachine {
  const { type, timespan, condition } = rule.correlation;
  const [span, quiet] = [parseTimespan(timespan), parseTimespan(custom.quiet)];
  if (type === 'temporal_ordered') return ordered(steps, span, quiet);
  if (type === 'temporal') return together(condition?.gte ?? steps, span, quiet);
  const { field: _, percentile = 50, ...limited } = condition ?? {};
  if (Object.keys(limited).length === 0)
    throw refused(keyOf(rule), 'the condition has no limit', 'Add one, such as gte: 5.');
  const { above_own_median: aboveMedian = 0 } = custom;
  const learn = parseTimespan(custom.learn);
  return counting({ kind: type, span, quiet, isMet: limits(limited), percentile, aboveMedian, learn });
}

function valueOf(rule: CorrelationRule, base: EventRule): Link['value'] {
  const { type, condition } = rule.correlation;
  if (type === 'event_count' || isSequence(rule)) return undefined;
  const names = condition?.field;
  if (names === undefined) throw refused(keyOf(rule), 'condition.field is missing', 'Say which field is counted.');
  const list = typeof names === 'string' ? [names] : names;
  if (type === 'value_count') return valuesIn(list, rule, base);
  const [field] = list.map((name) => fieldOf(name, rule, base));
  return (sight) => numberIn(field?.(sight)[0]);
}

/** Several values as one; undefined if one of them is missing. */
function valuesIn(names: readonly string[], rule: Rule, base: Rule = rule): (sight: Sight) => string | undefined {
  const fields = names.map((name) => fieldOf(name, rule, base));
  return (sight) => {
    const values = fields.map((read) => asText(read(sight)[0]));
    return values.includes(undefined) ? undefined : values.join('\n');
  };
}

function numberIn(value: unknown): number | undefined {
  const text = asText(value);
  return text === undefined || text === '' || !Number.isFinite(Number(text)) ? undefined : Number(text);
}

/** The fields that name a person, who may have several names. */
const PEOPLE: Readonly<Record<string, (sight: Sight) => readonly string[]>> = {
  'actor.key': ({ event }) => keysOf(event.actor, event),
  'target.key': ({ event }) => (event.target === undefined ? [] : keysOfTarget(event.target, event)),
  'impersonator.key': ({ event }) => (event.impersonator === undefined ? [] : keysOf(event.impersonator, event)),
};

/** With an alias for a person, hits are joined by any name of theirs. */
function groupingOf(rule: CorrelationRule, base: EventRule): Pick<Link, 'groups' | 'isPerson'> {
  const { 'group-by': by = [], aliases = {} } = rule.correlation;
  const fields = by.map((name) => aliasOf(name, aliases, rule, base) ?? name);
  const [only = ''] = fields;
  const person = isSequence(rule) && fields.length === 1 ? PEOPLE[only] : undefined;
  if (person !== undefined) return { groups: person, isPerson: true };
  return { groups: groupBy(fields, rule, { base }), isPerson: false };
}

function aliasOf(
  name: string,
  aliases: Readonly<Record<string, Readonly<Record<string, string>>>>,
  rule: CorrelationRule,
  base: EventRule,
): string | undefined {
  const alias = aliases[name];
  if (alias === undefined) return undefined;
  const found = [base.name, base.id, base.title].map((one) => (one === undefined ? undefined : alias[one]));
  const field = found.find((one) => one !== undefined);
  if (field !== undefined) return field;
  throw refused(keyOf(rule), `the alias ${name} says nothing about ${base.title}`, 'Add the field of this rule.');
}
