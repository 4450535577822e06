import type { Connection } from '@trailhound/core';
import { asSaid, NOTICE, ordersIn } from '@trailhound/core/reply';
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
      "One audit log event or entry in full: all its fields, details and the vendor's raw JSON, secrets redacted, by the uid " +
      'of an earlier answer.',
    input: z.strictObject({
      uid: z.string().min(1).max(1000).describe(`From an answer${native}`),
    }),
    run: async ({ uid }, call) => {
      const event = await fetchEvent(uid, call.connections, call.options, call.service.archive);
      const body = compact({
        notice: NOTICE,
        warnings: ordersIn([event]),
        event: shortened(event, call.room * SHARE),
      });
      return {
        looked: { events: 1 },
        body: { ...body, ...shortRaw(event.raw, call.room - lengthOf(body) - ROOM_FOR_NOTE) },
      };
    },
  });
}

/** The share of an answer that the event may take, without its raw entry. */
const SHARE = 0.5;
const ROOM_FOR_NOTE = 100;
const TIGHTER = 0.9;
const CAPS = [2000, 500, 120] as const;

/** The raw entry with texts truncated until it fits; as truncated JSON text if its structure alone is too long. */
function shortRaw(raw: unknown, room: number): JsonObject {
  for (const [index, cap] of CAPS.entries()) {
    const shown = asSaid(raw, cap);
    if (lengthOf(shown) <= room)
      return compact({ raw: shown, raw_cut: index > 0 ? `texts longer than ${cap}` : undefined });
  }
  const text = JSON.stringify(asSaid(raw, CAPS[2]));
  let end = Math.max(0, Math.min(text.length, room));
  // Escaping adds characters, so the encoded text is longer than its length.
  while (end > 0 && lengthOf(text.slice(0, end)) > room) end = Math.floor(end * TIGHTER);
  return { raw_text: text.slice(0, end), raw_cut: 'after the end of raw_text' };
}
