import type { CorrelationRule, EventRule } from '../rule.ts';
import { present } from '../json.ts';
import { counting } from './counting.ts';
import { asText } from './field-test.ts';
import { OURS, RAW } from './fields.ts';
import { fieldOf } from './detection.ts';
import { eachHit, newValue, newValueOfGroup, silence, type AnyMachine } from './machine.ts';
import { ordered, together } from './ordered.ts';
import { namesIn, ROLES } from './person.ts';
import type { Link, LogFilter, Watch } from './plan.ts';
import { namesOf, refusing, ruleInfo } from './rule-info.ts';
import { sentence } from './said.ts';
import type { Sight } from './sight.ts';
import { parseTimespan } from './timespan.ts';

type Rule = EventRule | CorrelationRule;

const DEFAULT_GROUP = ['actor.key'];
const DEFAULT_WHY = '{actor}: {message}';
/** By default, a value stays new for a day. */
const NEW_FOR = '1d';

/** The watch of a rule about single events. */
export function eventWatch(rule: EventRule, logs: readonly LogFilter[]): Watch {
  const { new_value: novelty, silence: factor, quiet } = rule.trailhound ?? {};
  const learn = requireLearning(rule);
  const quietMs = parseTimespan(quiet);
  let machine = eachHit(quietMs);
  if (novelty !== undefined)
    machine = (novelty.for === undefined ? newValue : newValueOfGroup)(learn, parseTimespan(quiet ?? NEW_FOR));
  else if (factor !== undefined) machine = silence(factor, learn);
  return { rule: ruleInfo(rule, Math.max(learn, quietMs)), machine, logs };
}

/** How long a rule learns, which it has to say if it compares with what is usual. */
function requireLearning(rule: Rule): number {
  const { learn, new_value: novelty, silence: factor, above_own_median: times } = rule.trailhound ?? {};
  if (learn === undefined && (novelty ?? factor ?? times) !== undefined)
    throw refusing(rule)('trailhound.learn is missing', 'Say how long it learns what is usual, such as 14d.');
  return parseTimespan(learn);
}

/** How matches of a rule about single events reach its own watch. */
export function eventLink(rule: EventRule, watch: Watch): Link {
  const { new_value: novelty, group = DEFAULT_GROUP } = rule.trailhound ?? {};
  return {
    watch,
    step: 0,
    groups: novelty === undefined ? groupBy(group, rule, rule, '-') : groupBy(novelty.for ?? novelty.of, rule),
    isPerson: false,
    value: novelty?.for === undefined ? undefined : textsIn(novelty.of, rule),
    learnsFromAll: novelty?.among === 'events',
    said: saidBy(rule),
  };
}

function saidBy(rule: Rule, base: Rule = rule): Link['said'] {
  return sentence(rule.trailhound?.why ?? base.trailhound?.why ?? DEFAULT_WHY, refusing(rule));
}

/**
 * Several values as one; undefined if one of them is missing and nothing stands for it.
 */
function textsIn(
  names: readonly string[],
  rule: Rule,
  base: Rule = rule,
  missing?: string,
): (sight: Sight) => string | undefined {
  const fields = names.map((name) => {
    const isRaw = base.taxonomy === 'raw' && OURS.field(name) === undefined;
    return fieldOf(name, isRaw ? RAW : OURS, refusing(rule));
  });
  return (sight) => {
    const texts = fields.map((read) => asText(read(sight)[0]) ?? missing);
    return texts.includes(undefined) ? undefined : texts.join('\n');
  };
}

/** One group per combination of values, without regard to case. */
function groupBy(...given: Parameters<typeof textsIn>): Link['groups'] {
  const read = textsIn(...given);
  return (sight) => {
    const group = read(sight)?.toLowerCase();
    return group === undefined ? [] : [group];
  };
}

/** The watch of a correlation of rules about these logs, step by step. */
export function correlationWatch(rule: CorrelationRule, logs: readonly (readonly LogFilter[])[]): Watch {
  const { timespan } = rule.correlation;
  const reach = [parseTimespan(timespan), parseTimespan(rule.trailhound?.quiet), requireLearning(rule)];
  return {
    rule: ruleInfo(rule, Math.max(...reach)),
    machine: correlationMachine(rule, logs.length),
    logs: logs.flat(),
  };
}

function isSequence({ correlation: { type } }: CorrelationRule): boolean {
  return type === 'temporal' || type === 'temporal_ordered';
}

function correlationMachine(rule: CorrelationRule, steps: number): AnyMachine {
  const { type, timespan, condition } = rule.correlation;
  const { quiet: pause, learn, above_own_median: aboveMedian = 0 } = rule.trailhound ?? {};
  const span = parseTimespan(timespan);
  const quiet = Math.max(span, parseTimespan(pause));
  if (type === 'temporal_ordered') return ordered(steps, span, quiet);
  if (type === 'temporal') return together(condition?.gte ?? steps, span, quiet);
  const { field: _, percentile = 50, ...given } = condition ?? {};
  const limits = present(given);
  if (Object.keys(limits).length === 0) throw refusing(rule)('the condition has no limit', 'Add one, such as gte: 5.');
  return counting({ kind: type, span, quiet, limits, percentile, aboveMedian, learn: parseTimespan(learn) });
}

/** How matches of a rule reach the watch of a correlation. */
export function correlationLink(rule: CorrelationRule, watch: Watch, base: EventRule, step: number): Link {
  return {
    watch,
    step,
    value: valueOf(rule, base),
    learnsFromAll: false,
    said: saidBy(isSequence(rule) ? base : rule, base),
    ...groupingOf(rule, base),
  };
}

function valueOf(rule: CorrelationRule, base: EventRule): Link['value'] {
  const { type, condition } = rule.correlation;
  if (type === 'event_count' || isSequence(rule)) return undefined;
  const names = condition?.field;
  if (names === undefined) throw refusing(rule)('condition.field is missing', 'Say which field is counted.');
  const list = [names].flat();
  if (type !== 'value_count' && list.length > 1)
    throw refusing(rule)('condition.field names several fields', 'Name one.');
  return textsIn(list, rule, base);
}

/** With an alias for a person, hits are joined by any name of theirs. */
function groupingOf(rule: CorrelationRule, base: EventRule): Pick<Link, 'groups' | 'isPerson'> {
  const fields = (rule.correlation['group-by'] ?? []).map((name) => aliasOf(name, rule, base));
  const role = ROLES.find((one) => isSequence(rule) && fields.join(' ') === `${one}.key`);
  if (role === undefined) return { groups: groupBy(fields, rule, base), isPerson: false };
  return { groups: ({ event }) => namesIn(role, event), isPerson: true };
}

function aliasOf(name: string, rule: CorrelationRule, base: EventRule): string {
  const alias = rule.correlation.aliases?.[name];
  if (alias === undefined) return name;
  const field = namesOf(base).flatMap((one) => alias[one] ?? [])[0];
  if (field !== undefined) return field;
  throw refusing(rule)(`the alias ${name} says nothing about ${base.title}`, 'Add the field of this rule.');
}
