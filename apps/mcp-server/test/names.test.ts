import { VENDOR_IDS } from '@trailhound/simulator';
import { providers, type Provider } from '@trailhound/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { argumentOf } from '../src/tools/fields.ts';
import { world, type World } from './world.ts';

let whole: World;
beforeAll(async () => {
  whole = await world();
});

/** The native filters of several words: their names here differ from those in TypeScript, and are no words of prose. */
function renamed({ filters }: Provider): string[] {
  return Object.keys(filters.shape).filter((name) => /[A-Z]/.test(name));
}

async function refused(args: Readonly<Record<string, unknown>>): Promise<unknown> {
  const { structuredContent } = await whole.client.callTool({ name: 'query_audit_logs', arguments: args });
  return structuredContent;
}

describe('An unknown name', () => {
  test('is shown as written, with the valid ones', async () => {
    expect(await refused({ timeZone: 'UTC' })).toMatchObject({
      error: {
        code: 'invalid_query',
        field: 'timeZone',
        message: 'timeZone: is not known',
        hint: expect.stringMatching(/^Did you mean "time_zone"\? Valid: providers, logs, since, until, time_zone, /),
      },
    });
  });

  test('does not change argument names in other refusals', async () => {
    expect(await refused({ time_zone: 'Nowhere' })).toMatchObject({
      error: { field: 'time_zone', message: expect.stringMatching(/^time_zone: /) },
    });
  });
});

describe.each(VENDOR_IDS)('The filters of %s', (id) => {
  test('call each other by argument name, in the tool and in the vocabulary', async () => {
    const { tools } = await whole.client.listTools();
    const { contents } = await whole.client.readResource({ uri: `audit://${id}/vocabulary` });
    const described = tools.find(({ name }) => name === `query_${id}_audit_logs`)?.inputSchema.properties;
    const { native_filters: filters } = JSON.parse((contents[0] as { text: string }).text) as Record<string, object>;
    for (const name of renamed(providers[id])) {
      expect(JSON.stringify([described, filters])).not.toMatch(new RegExp(`\\b${name}\\b`));
      expect(filters).toHaveProperty(argumentOf(name));
    }
  });
});
