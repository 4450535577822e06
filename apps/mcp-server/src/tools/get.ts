import type { Connection } from '@trailhound/core';
import { asSaid, NOTICE } from '@trailhound/core/reply';
import * as z from 'zod';
import { compact, fetchEvent, showingIds, type JsonObject } from '@trailhound/program';
import { lengthOf } from '../reply/fit.ts';
import { shortened } from '../reply/packer.ts';
import { defineTool, type Tool } from './tool.ts';

/** One event with everything that the vendor said about it. */
export function getTool(connections: readonly Connection[]): Tool {
  const [example] = showingIds(connections);
  const native = example === undefined ? '' : `; or provider:id with a vendor's own id, such as ${example}:35436`;
  return defineTool({
    name: 'get_audit_log',
    title: 'Get one audit log event',
    description:
      "One audit log event or entry whole: all its fields, details and the vendor's raw JSON, secrets redacted, by the uid " +
      'of an earlier answer.',
    input: z.strictObject({
      uid: z.string().min(1).max(1000).describe(`From an answer${native}`),
    }),
    run: async ({ uid }, call) => {
      const event = await fetchEvent(uid, call.connections, call.options);
      const body = { notice: NOTICE, event: shortened(event, call.room * SHARE) };
      return {
        looked: { events: 1 },
        body: { ...body, ...shortRaw(event.raw, call.room - lengthOf(body) - ROOM_FOR_NOTE) },
      };
    },
  });
}

/** How much of an answer the event may take, its raw entry apart. */
const SHARE = 0.5;
const ROOM_FOR_NOTE = 100;
const TIGHTER = 0.9;
const CAPS = [2000, 500, 120] as const;

/** The raw entry, with longer and longer texts cut until it has room; as cut text when its shape alone is too long. */
function shortRaw(raw: unknown, room: number): JsonObject {
  for (const [index, cap] of CAPS.entries()) {
    const shown = asSaid(raw, cap);
    if (lengthOf(shown) <= room)
      return compact({ raw: shown, raw_cut: index > 0 ? `texts longer than ${cap}` : undefined });
  }
  const text = JSON.stringify(asSaid(raw, CAPS[2]));
  let end = Math.max(0, Math.min(text.length, room));
  // Quotes take two characters each, so that the text is longer than it is long.
  while (end > 0 && lengthOf(text.slice(0, end)) > room) end = Math.floor(end * TIGHTER);
  return { raw_text: text.slice(0, end), raw_cut: 'behind the end of raw_text' };
}
