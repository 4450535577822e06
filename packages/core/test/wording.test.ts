import { inspect } from 'node:util';
import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import { createConceal, concealFault } from '../src/exchange/conceal.ts';
import { AuditError, invalid, isAuditError } from '../src/errors.ts';
import { ZendeskFilters } from '../src/providers/zendesk/filters.ts';
import { parseInput } from '../src/refuse.ts';
import { inWords } from '../src/reply/words.ts';
import { parseWindow, type WindowInput } from '../src/window.ts';
import { complaint, describing, descriptionOf, field, worded } from '../src/wording.ts';

const NOW = Date.parse('2026-11-20T15:30:00.000Z');
const LOUD = { field: (path: readonly string[]) => `<${path.join('/').toUpperCase()}>` };

function thrownBy(work: () => unknown): AuditError {
  try {
    work();
  } catch (thrown) {
    if (isAuditError(thrown)) return thrown;
  }
  throw new Error('Nothing was refused');
}

const refusal = (input: WindowInput): AuditError => thrownBy(() => parseWindow(input, NOW));
const filters = (input: object): AuditError =>
  thrownBy(() => parseInput(ZendeskFilters, input, ['filters', 'zendesk']));

describe('A refusal', () => {
  test('names fields as in TypeScript, unless the host has its own names', () => {
    const error = refusal({ since: '2d', until: '3d' });
    expect(error.fault).toMatchObject({
      field: 'until',
      message: 'until: 2026-11-17T15:30:00.000Z is not after since, 2026-11-18T15:30:00.000Z',
      hint: 'Use a later until or an earlier since.',
    });
    expect([error.message, error.hint]).toEqual([error.fault.message, error.fault.hint]);
    expect(inWords(error, LOUD)).toMatchObject({
      code: 'invalid_query',
      field: '<UNTIL>',
      message: '<UNTIL>: 2026-11-17T15:30:00.000Z is not after <SINCE>, 2026-11-18T15:30:00.000Z',
      hint: 'Use a later <UNTIL> or an earlier <SINCE>.',
    });
  });

  test('of one filter because of another names both', () => {
    const error = filters({ sourceId: '5' });
    expect(error.fault).toMatchObject({
      field: 'filters.zendesk.sourceId',
      message:
        'filters.zendesk.sourceId: sourceId works only together with sourceType; add one, such as sourceType: user',
    });
    expect(inWords(error, LOUD).message).toBe(
      '<FILTERS/ZENDESK/SOURCEID>: <SOURCEID> works only together with <SOURCETYPE>; add one, such as <SOURCETYPE>: user',
    );
  });

  test('of an unknown name lists the valid ones', () => {
    const { hint } = inWords(filters({ sourceTyp: 'user' }), LOUD);
    expect(hint).toMatch(/^Did you mean "<SOURCETYPE>"\? Valid: <ACTION>, <ACTORID>, .*<PAGESIZE>\.$/);
  });

  test.each(['{since}', '{until} ${since}', 'since', 'timeZone', '<SINCE>'])(
    'shows %j as written, whatever the names of fields are',
    (since) => {
      const { message } = inWords(refusal({ since }), LOUD);
      expect(message).toBe(`<SINCE>: cannot read ${JSON.stringify(since)} as a time`);
    },
  );

  test('shows a made-up name as written, and does not split it at dots', () => {
    const error = thrownBy(() => parseInput(z.strictObject({}), { 'filters.zendesk.{since}': 1 }));
    expect(error.fault.field).toBe('filters.zendesk.{since}');
    expect(error.open.field).toEqual(['filters.zendesk.{since}']);
  });

  test('exposes no placeholder, in JSON or on a console', () => {
    const error = refusal({ since: '2d', until: '3d' });
    expect(Object.keys(error)).toEqual(['name', 'fault']);
    expect(JSON.parse(JSON.stringify(error))).toEqual(error.fault);
    expect(inspect(error)).not.toContain("field: [ 'since' ]");
  });
});

test('Braces in vendor text are not treated as placeholders', () => {
  const vendorSaid = 'Use {since} or {filters.zendesk.actorId}';
  const error = new AuditError({ code: 'forbidden', message: vendorSaid, hint: vendorSaid, vendorSaid });
  expect(inWords(error, LOUD)).toEqual(error.fault);
  expect(error.fault).toMatchObject({ message: vendorSaid, hint: vendorSaid, vendorSaid });
});

test('A credential is removed from a sentence with placeholders, which stay placeholders', () => {
  const conceal = createConceal(() => ['hunter2-hunter2']);
  const open = invalid(
    ['a', 'hunter2-hunter2'],
    'hunter2-hunter2',
    worded`Not hunter2-hunter2 in ${field('since')}`,
  ).open;
  const error = new AuditError(concealFault(open, conceal));
  expect(inWords(error, LOUD)).toMatchObject({
    message: '<A/[REDACTED:CREDENTIAL]>: [redacted:credential]',
    hint: 'Not [redacted:credential] in <SINCE>',
  });
  expect(JSON.stringify(error.open)).not.toContain('"hint":["Not hunter2');
});

test("A description names other fields in the host's words, even after the schema is extended", () => {
  const schema = z
    .string()
    .optional()
    .meta(describing(worded`Needs ${field('sourceType')} too.`))
    .meta({ paging: true });
  expect(schema.description).toBe('Needs sourceType too.');
  expect(descriptionOf(schema, LOUD.field)).toBe('Needs <SOURCETYPE> too.');
  expect(descriptionOf(z.string().describe('Plain: sourceType.'), LOUD.field)).toBe('Plain: sourceType.');
  expect(descriptionOf(z.string(), LOUD.field)).toBe('');
});

test('A complaint reads the same when the schema is used on its own', () => {
  const schema = z.strictObject({ a: z.string(), b: z.string().optional() }).superRefine((_, context) => {
    context.addIssue(complaint(field('a'), worded`${field('a')} needs ${field('b')}`));
  });
  expect(schema.safeParse({ a: '' }).error?.issues[0]).toMatchObject({ path: ['a'], message: 'a needs b' });
});
