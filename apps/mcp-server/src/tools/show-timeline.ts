import type { Connection } from '@trailhound/core';
import { timeline } from '@trailhound/core/reply';
import { drawn } from '@trailhound/timeline';
import * as z from 'zod';
import { reply } from '../reply/reply.ts';
import { TIMELINE_URI } from '../timeline-page.ts';
import { toCore, WHAT, WHEN, where } from './fields.ts';
import { defineTool, type Tool } from './tool.ts';

/** So much that clients pass it on to the page, whatever else an answer may hold. */
const MOST_CHARS = 24_000;

/** A timeline to look at, with a text that says the same. */
export function showTimelineTool(connections: readonly Connection[]): Tool {
  const { actor, text } = WHAT;
  const { logs: _, ...products } = where(connections);
  return defineTool({
    name: 'show_audit_timeline',
    title: 'Show audit timeline',
    description: 'Shows the user a chart of events over time, to filter and explore. For when they want to see it.',
    input: z.strictObject({ ...products, ...WHEN, actor, text }),
    page: TIMELINE_URI,
    run: async (input, call) => {
      const found = await timeline(call.connections, toCore(input), call.options);
      const { query, coverage, total: events } = found;
      const said = reply(call, { query, coverage, events }, { ...drawn(found) });
      return { ...said, cuttable: [['groups', '*', 'top']], room: MOST_CHARS };
    },
  });
}
