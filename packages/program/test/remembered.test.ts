import { expect, test } from 'vitest';
import { createRemembered } from '../src/remembered.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = 1000 * DAY;
const LOG = { provider: 'ashby', tenant: 'default', log: 'audit_log' };

test.each([
  ['a minute after it was read', 60_000, NOW - HOUR],
  ['an hour after it was read', HOUR, NOW + HOUR - DAY],
  ['when the clock was set back for longer than that', -2 * HOUR, NOW - 2 * HOUR - DAY],
])('Of what is remembered, what may get late entries is believed for an hour: %s', (_, passed, to) => {
  const remembered = createRemembered();
  const from = NOW - 10 * DAY;
  remembered.add(LOG, [{ from, to: NOW - HOUR }], NOW);
  expect(remembered.believed(LOG, DAY, NOW + passed)).toEqual([{ from, to, readAt: NOW }]);
});
