import { expect, test } from 'vitest';
import { ecs, hec, ocsf } from '../../src/siem/lines.ts';
import { BARE, collect, FULL } from '../format/events.ts';

const odd = { ...FULL, message: 'one\u2028two' };

test.each([
  ['ocsf', ocsf],
  ['ecs', ecs],
  ['hec', hec],
])('%s is one line of JSON per event', async (_, format) => {
  const text = (await collect(format([[odd, BARE]]))).join('');
  expect(text.split(/[\n\u2028]/)).toHaveLength(3);
  const [first = '', second = ''] = text.split('\n');
  expect(first).toContain(FULL.uid);
  expect(JSON.stringify(JSON.parse(first))).toContain('one\u2028two');
  expect(second).toContain(BARE.uid);
});

test('an event for Splunk has its time in seconds, its product as the source, and its uid as a field of its own', async () => {
  const [line = ''] = await collect(hec([FULL]));
  const { event, ...envelope } = JSON.parse(line) as Record<string, unknown>;
  expect(envelope).toEqual({
    time: 1_769_846_714.638,
    host: 'acme',
    source: 'trailhound:gong:UserActivityLog',
    sourcetype: 'trailhound:ocsf',
    fields: { uid: FULL.uid },
  });
  expect(event).toMatchObject({ class_uid: 3007, metadata: { version: '1.9.0' } });
});

test('the version of OCSF can be chosen', async () => {
  const [line = ''] = await collect(ocsf([FULL], { version: '1.8.0' }));
  expect(JSON.parse(line)).toMatchObject({ class_uid: 3001, metadata: { version: '1.8.0' } });
});
