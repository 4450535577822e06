import type * as z from 'zod';
import { isObject } from '../json.ts';
import { CorrelationRule, EventRule, FilterRule, type RuleDocument } from '../rule.ts';
import { refused } from './refusal.ts';
import { keyOf, namesOf } from './rule-info.ts';

const MOST_RULES = 2000;

/** Checks documents against the schemas of rules. */
export function readRules(documents: readonly unknown[]): RuleDocument[] {
  if (documents.length > MOST_RULES)
    throw refused('all', `there are ${documents.length}`, `Use at most ${MOST_RULES}.`);
  const rules = documents.map(readRule);
  const keys = rules.map(keyOf);
  const twin = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twin !== undefined) throw refused(twin, 'there are two rules of this name', 'Give one of them another name.');
  return rules;
}

function readRule(document: unknown, index: number): RuleDocument {
  if (!isObject(document)) throw refused(`number ${index + 1}`, 'it is no mapping', 'A rule starts with title: …');
  const [name] = namesOf(document);
  const called = typeof name === 'string' ? name.slice(0, 100) : `number ${index + 1}`;
  const read = schemaOf(document, called).safeParse(document, { jitless: true });
  if (read.success) return read.data as RuleDocument;
  const [first] = read.error.issues;
  const path = first?.path.join('.') ?? '';
  throw refused(called, `${path || 'it'}: ${first?.message ?? 'is not valid'}`, 'See the Sigma specification.');
}

function schemaOf(document: Readonly<Record<string, unknown>>, called: string): z.ZodType {
  if ('detection' in document) return EventRule;
  if ('correlation' in document) return CorrelationRule;
  if ('filter' in document) return FilterRule;
  throw refused(called, 'it has no detection, no correlation and no filter', 'Add one of them.');
}
