import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sorted, VENDORS } from '../test/truth.mts';
import {
  append,
  caughtUp,
  happened,
  MINUTE,
  restart,
  startFollowing,
  stopFollowing,
  workflowOf,
  type Following,
} from './following.mts';

export interface Engine {
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Whether n8n keeps the cursors of polls in a table of their own. */
  readonly keepsCursors: boolean;
}

/** The trigger on one of n8n's engines. They are long and mostly wait, so each has a file of its own. */
export function triggerTests({ name, settings, keepsCursors }: Engine): void {
  describe(`On the ${name} engine`, () => {
    let following: Following;
    beforeAll(async () => {
      following = await startFollowing(settings);
    });
    afterAll(() => stopFollowing(following));

    test('running by hand gives a sample and begins nothing', async () => {
      const id = await following.server.run(workflowOf('ashby'), 'Trigger');
      const { status, outputs } = await following.server.ended(id);
      expect(status).toBe('success');
      expect(outputs['Trigger']).toHaveLength(5);
    });

    test('union is truth and nothing comes twice: bursts, while running, while down, late, over restarts', async () => {
      for await (const { stage, came, was } of life(following)) expect({ stage, came }).toEqual({ stage, came: was });
    }, 900_000);

    test('its place is kept where the engine keeps it', () => {
      const file = path.join(following.instance.folder, '.n8n', 'database.sqlite');
      const database = new DatabaseSync(file, { readOnly: true });
      const { count } = database.prepare('select count(*) as count from poller_state').get() as { count: number };
      database.close();
      expect(count).toBe(keepsCursors ? VENDORS.length : 0);
    });
  });
}

interface Stage {
  readonly stage: string;
  /** What was delivered until now, and what there was to deliver. */
  readonly came: readonly unknown[];
  readonly was: readonly unknown[];
}

async function* life(following: Following): AsyncGenerator<Stage> {
  append(following, { ago: 5 * MINUTE, count: 7 });
  for (const vendor of VENDORS) await following.server.activate(workflowOf(vendor));
  yield at('begun', following);
  append(following, { ago: MINUTE, count: 4 });
  append(following, { ago: 3 * MINUTE, count: 2, visibleIn: 20_000 });
  yield at('running', following);
  await restart(following, () => append(following, { ago: MINUTE, count: 5 }));
  yield at('was down', following);
  await restart(following);
  await delay(70_000);
  yield at('restarted', following);
}

async function at(stage: string, following: Following): Promise<Stage> {
  const came: unknown[] = [];
  const was: unknown[] = [];
  for (const vendor of VENDORS) {
    came.push(...(await caughtUp(following, vendor)));
    // At once: what comes late may become visible while the next one is waited for.
    was.push(...happened(following, vendor));
  }
  return { stage, came: sorted(came), was: sorted(was) };
}
