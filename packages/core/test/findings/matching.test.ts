import { describe, expect, test } from 'vitest';
import { isAuditError } from '../../src/errors.ts';
import type { AuditEvent } from '../../src/event.ts';
import { detect, happened } from './happened.ts';

const RULE = { title: 'A rule', name: 'a-rule', logsource: { category: 'audit' } };

const EVENT = happened(0, {
  verb: 'create',
  action: 'CreateApiKey',
  ip: '203.0.113.7',
  message: 'Dana created a key -a with c:\\temp and 100% *stars*',
  target: { type: 'apitoken', id: '42', name: 'Reporting' },
  changes: [
    { field: 'Role', from: 'Agent', to: 'Administrator' },
    { field: 'Title', from: 'Owner', to: 'Guest' },
  ],
  flags: ['impersonated', 'external'],
  raw: {
    source_type: 'api_token',
    nested: { list: [{ name: 'one' }, { name: 'Two' }] },
    empty: '',
    nothing: null,
    count: 12,
    secret: 'QVBJIGtleQ',
  },
});

function isFound(detection: object, more: object = {}, event: AuditEvent = EVENT): boolean {
  return detect([{ ...RULE, detection, ...more }], [event]).findings.length > 0;
}

const select = (fields: object): object => ({ selection: fields, condition: 'selection' });

describe('A field of an event', () => {
  test.each<[string, object, boolean]>([
    ['matches without regard to case', { action: 'createapikey' }, true],
    ['matches by case if the rule says so', { 'action|cased': 'createapikey' }, false],
    ['matches as a whole only', { action: 'Create' }, false],
    ['contains a text', { 'action|contains': 'api' }, true],
    ['starts with a text', { 'action|startswith': 'create' }, true],
    ['ends with a text', { 'action|endswith': 'key' }, true],
    ['matches a star', { action: 'Create*Key' }, true],
    ['matches a question mark as one character', { action: 'CreateAp?Key' }, true],
    ['does not match a question mark as none', { action: 'CreateApi?Key' }, false],
    ['matches an escaped star literally', { 'message|contains': '\\*stars\\*' }, true],
    ['does not match an escaped star as any text', { 'message|contains': '\\*s\\*' }, false],
    ['matches a backslash', { 'message|contains': 'c:\\temp' }, true],
    ['matches one of a list', { action: ['other', 'CreateApiKey'] }, true],
    ['has all of a list', { 'message|contains|all': ['dana', 'key'] }, true],
    ['lacks one of all', { 'message|contains|all': ['dana', 'lock'] }, false],
    ['with several values matches if one does', { flags: 'external' }, true],
    ['matches an expression', { 'action|re': 'Api[A-Z]' }, true],
    ['matches an expression by case', { 'action|re': 'api' }, false],
    ['matches an expression without case', { 'action|re|i': 'API' }, true],
    ['lies in a range', { 'ip|cidr': '203.0.113.0/24' }, true],
    ['lies outside of a range', { 'ip|cidr': '10.0.0.0/8' }, false],
    ['exists', { 'ip|exists': true }, true],
    ['does not exist', { 'userAgent|exists': false }, true],
    ['is absent, as null says', { userAgent: null }, true],
    ['is absent, as an empty text says', { userAgent: '' }, true],
    ['is there, which null denies', { ip: null }, false],
    ['is not what neq says', { 'verb|neq': 'delete' }, true],
    ['is none of what neq says', { 'flags|neq': ['external', 'parse'] }, false],
    ['is before an hour of the day', { 'time|hour': 9 }, true],
    ['is in a month', { 'time|month': 9 }, false],
    ['is in a week', { 'time|week': 41 }, true],
    ['has any dash', { 'message|contains|windash': ' /a ' }, true],
    ['equals another field', { 'actor.email|fieldref': 'actor.key' }, true],
    ['begins with another field', { 'target.key|fieldref|startswith': 'provider' }, true],
    ['differs from another field', { 'actor.name|fieldref': 'actor.email' }, false],
    ['as one change is one text', { 'change|contains': 'role: agent -> administrator' }, true],
    ['of one change does not mix with another', { 'change|re': 'Role: .* -> Guest' }, false],
  ])('%s', (_, fields, found) => {
    expect(isFound(select(fields))).toBe(found);
  });

  test.each<[string, object, boolean]>([
    ['has a path', { 'nested.list.name': 'two' }, true],
    ['is a number', { 'count|gte': 12 }, true],
    ['is a smaller number', { 'count|gt': 12 }, false],
    ['is a number as text', { count: 12 }, true],
    ['is null', { nothing: null }, true],
    ['is empty', { empty: '' }, true],
    ['is empty, not null', { empty: null }, false],
    ['is empty, not missing', { 'empty|exists': true }, true],
    ['is encoded', { 'secret|base64offset|contains': 'key' }, true],
    ['is not encoded like that', { 'secret|base64': 'key' }, false],
  ])('of the vendor %s', (_, fields, found) => {
    expect(isFound(select(fields), { taxonomy: 'raw' })).toBe(found);
  });
});

describe('A condition', () => {
  const searches = {
    yes_one: { verb: 'create' },
    yes_two: { action: '*key' },
    no_one: { verb: 'delete' },
    _hidden: { verb: 'read' },
  };
  test.each<[string, boolean]>([
    ['yes_one', true],
    ['yes_one and no_one', false],
    ['no_one or yes_one and yes_two', true],
    ['not no_one and yes_one', true],
    ['not (no_one or yes_one)', false],
    ['not not yes_one', true],
    ['1 of no_*', false],
    ['1 of yes_*', true],
    ['all of yes_*', true],
    ['all of them', false],
    ['1 of them', true],
    ['all of *_one', false],
    ['no_one OR yes_one', true],
  ])('%s is %s', (condition, found) => {
    expect(isFound({ ...searches, condition })).toBe(found);
  });

  test('of several holds if one holds', () => {
    expect(isFound({ ...searches, condition: ['no_one', 'yes_one'] })).toBe(true);
  });

  test('over a list of mappings holds if one of them does, and a mapping if all of it does', () => {
    expect(isFound(select([{ verb: 'delete' }, { verb: 'create', action: '*key' }]))).toBe(true);
    expect(isFound(select([{ verb: 'delete' }, { verb: 'create', action: 'lock' }]))).toBe(false);
  });

  test('over keywords looks everywhere', () => {
    expect(isFound(select(['no such word', 'reporting']))).toBe(true);
    expect(isFound(select({ '|all': ['reporting', 'no such word'] }))).toBe(false);
    expect(isFound(select(['two']), { taxonomy: 'raw' })).toBe(true);
  });
});

describe('A rule is refused', () => {
  const selection = { verb: 'create' };
  test.each<[string, object, string]>([
    ['for an unknown modifier', { detection: select({ 'verb|near': 'x' }) }, 'the modifier near is unknown'],
    ['for placeholders', { detection: select({ 'verb|expand': '%x%' }) }, 'the modifier expand needs placeholders'],
    ['for an unknown field', { detection: select({ verbs: 'create' }) }, 'the field verbs is unknown'],
    [
      'for a field of changes',
      { detection: select({ 'changes.to': 'Administrator' }) },
      'the field changes.to is unknown',
    ],
    [
      'for a reference to an unknown field',
      { detection: select({ 'verb|fieldref': 'what' }) },
      'the field what is unknown',
    ],
    ['for a range that is none', { detection: select({ 'ip|cidr': 'inside' }) }, 'inside is no address range'],
    ['for a number that is none', { detection: select({ 'exported|gte': 'many' }) }, 'gte needs a number'],
    [
      'for a missing search',
      { detection: { selection, condition: 'selection and other' } },
      'the condition names other',
    ],
    ['for an open bracket', { detection: { selection, condition: '(selection' } }, 'a ) is missing'],
    ['for words too many', { detection: { selection, condition: 'selection selection' } }, 'unexpected selection'],
    ['for an aggregation', { detection: { selection, condition: 'selection | count() > 5' } }, 'the condition has a |'],
    [
      'for a timeframe',
      { detection: { selection, timeframe: '5m', condition: 'selection' } },
      'timeframe is not supported',
    ],
    ['for an expression', { detection: select({ 'verb|re': '(a)\\1' }) }, 'backreference'],
    ['for a level', { detection: select(selection), level: 'terrible' }, 'level'],
    ['for an unknown word of ours', { detection: select(selection), trailhound: { wen: 1 } }, 'wen'],
    ['for a sentence', { detection: select(selection), trailhound: { why: '{actr} did it' } }, '{actr} is unknown'],
    ['for a group', { detection: select(selection), trailhound: { group: ['who'] } }, 'the field who is unknown'],
    [
      'for a baseline',
      { detection: select(selection), trailhound: { new_value: { of: ['ip'] } } },
      'trailhound.learn is missing',
    ],
  ])('%s, with its name', (_, rule, said) => {
    let thrown: unknown;
    try {
      detect([{ ...RULE, ...rule }], []);
    } catch (caught) {
      thrown = caught;
    }
    expect(isAuditError(thrown) ? [thrown.code, thrown.message, thrown.hint.length > 5] : thrown).toEqual([
      'invalid_query',
      expect.stringMatching(/^rule a-rule: /),
      true,
    ]);
    expect((thrown as Error).message).toContain(said);
  });

  test.each<[string, unknown, string]>([
    ['that is no mapping', 'text', 'rule number 1: it is no mapping'],
    ['without a detection', { title: 'x' }, 'rule x: it has no detection'],
    ['that is there twice', { ...RULE, detection: select(selection) }, 'rule a-rule: there are two rules of this name'],
  ])('%s', (_, rule, said) => {
    expect(() => detect([rule, rule], [])).toThrow(said);
  });
});
