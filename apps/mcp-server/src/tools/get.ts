import { AuditError, find, isAuditError, show, type AuditEvent, type Connection } from '@trailhound/core';
import { asSaid, NOTICE, suggest } from '@trailhound/core/reply';
import * as z from 'zod';
import { accountNames } from '../account-names.ts';
import { compact, type JsonObject } from '../reply/json.ts';
import { lengthOf } from '../reply/fit.ts';
import { shortened } from '../reply/packer.ts';
import { defineTool, type Call, type Tool } from './tool.ts';

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
      const event = await fetchEvent(uid, call);
      const body = { notice: NOTICE, event: shortened(event, call.room * SHARE) };
      return {
        looked: { events: 1 },
        body: { ...body, ...shortRaw(event.raw, call.room - lengthOf(body) - ROOM_FOR_NOTE) },
      };
    },
  });
}

const NATIVE = /^([a-z0-9]+)(?:\/([^:]+))?:(.+)$/;

async function fetchEvent(uid: string, { connections, options }: Call): Promise<AuditEvent> {
  const [, provider, tenant, id] = NATIVE.exec(uid) ?? [];
  if (provider === undefined || id === undefined) return find(connections, uid, options);
  const asked = showing(connections, tenant === undefined ? provider : `${provider}/${tenant}`);
  const shown = await Promise.all(asked.map((connection) => shownBy(connection, id, options)));
  const [event, ...others] = shown.filter((one): one is AuditEvent => !isAuditError(one));
  if (others.length > 0) throw ambiguous(asked, id);
  if (event !== undefined) return event;
  throw shown.find(isAuditError);
}

/** The entry, or that this account has none: another one may. Whatever else fails is thrown, as it could be there. */
async function shownBy(connection: Connection, id: string, options: Call['options']): Promise<AuditEvent | AuditError> {
  try {
    const event = await show(connection, { log: connection.provider.logs[0].id, id }, options);
    return event ?? noEntry(connection, id);
  } catch (thrown) {
    if (isAuditError(thrown) && thrown.code === 'not_found') return thrown;
    throw thrown;
  }
}

function noEntry({ provider: { id: provider } }: Connection, id: string): AuditError {
  return new AuditError({ code: 'not_found', provider, message: `There is no entry ${id}`, hint: 'Check the id.' });
}

/** Two accounts may count their entries alike. */
function ambiguous(connections: readonly Connection[], id: string): AuditError {
  return new AuditError({
    code: 'invalid_query',
    field: 'uid',
    message: `uid: several accounts have an entry ${id}`,
    hint: `Say which: ${accountNames(connections)
      .map((account) => `${account}:${id}`)
      .join(' or ')}.`,
  });
}

/** The accounts that a name stands for, as the product or as `product/account`. */
function showing(connections: readonly Connection[], name: string): Connection[] {
  const able = ableToShow(connections);
  const found = able.filter(({ provider, tenant }) => [provider.id, `${provider.id}/${tenant}`].includes(name));
  if (found.length > 0) return found;
  const names = [...showingIds(connections), ...accountNames(able)];
  throw new AuditError({
    code: 'invalid_query',
    field: 'uid',
    message: `uid: ${name} is not connected, or shows no entry by its own id`,
    hint: names.length === 0 ? 'Use a uid of an answer.' : suggest(name, names),
  });
}

/** The products that show an entry by its own id. */
function showingIds(connections: readonly Connection[]): string[] {
  return [...new Set(ableToShow(connections).map(({ provider }) => provider.id))];
}

function ableToShow(connections: readonly Connection[]): Connection[] {
  return connections.filter(({ provider }) => provider.operations.includes('show'));
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
