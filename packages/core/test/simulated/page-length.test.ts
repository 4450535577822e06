import { VENDOR_IDS } from '@trailhound/simulator';
import { describe, expect, test } from 'vitest';
import { connect } from '../../src/exchange/connection.ts';
import { MAX_BYTES } from '../../src/exchange/exchange.ts';
import type { Provider } from '../../src/provider.ts';
import { search } from '../../src/questions/search.ts';
import { START } from '../fake-host.ts';
import { worldsOf, type Case } from './hostile.ts';
import { simulated } from './world.ts';

const OPTIONS = { redact: false, deadline: START + 3 * 3_600_000 };

/** The longest answer that a world gives while all of its logs are read. */
async function longestOf({ vendor, switches }: Case): Promise<number> {
  const world = simulated({ events: 1000, switches: { [vendor]: switches } });
  const { provider } = world.connect(vendor);
  let longest = 0;
  const { ports } = world.host;
  const send: typeof ports.send = async (request, options) => {
    const answer = await ports.send(request, options);
    longest = Math.max(longest, Buffer.byteLength(answer.body));
    return answer;
  };
  const { credential } = world.simulator.trial(vendor);
  const site = `https://${vendor}.example.com`;
  const connection = connect<Provider>(provider, { site, tenant: 'default', credential }, { ...ports, send });
  const logs = provider.logs.map(({ id }) => id);
  // A world in which nothing can be read has no page.
  await search([connection], { since: '6d', logs, limit: 9000 }, OPTIONS).catch(() => undefined);
  return longest;
}

describe.each(VENDOR_IDS)('The longest page of %s', (vendor) => {
  test('is a tenth of the size limit at most, in every simulated case except huge pages', async () => {
    for (const world of worldsOf(vendor).filter(({ switches }) => switches['hugePageAt'] === undefined)) {
      expect(10 * (await longestOf(world)), JSON.stringify(world.switches)).toBeLessThanOrEqual(MAX_BYTES);
    }
  });
});
