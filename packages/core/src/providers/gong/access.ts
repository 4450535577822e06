import type { EventDraft, Target } from '../../event.ts';
import { number, object, text, type JsonObject } from '../../json.ts';
import { firstAddress, identityOf, pathOf, timeKey, type Opened, type ReadEntry } from './reading.ts';

/** A web request of a signed-in user. */
export function access({ entry, record, who, time }: Opened): ReadEntry {
  const method = text(record['method']);
  const path = pathOf(text(record['requested_uri'])) ?? pathOf(text(record['requested_url']));
  const status = number(record['status']);
  const headers = object(record['request_headers']);
  const trace = text(object(record['response_headers'])['x-traceid']) ?? text(object(record['mdc'])['xtid']);
  const target = targetOf(record, path);
  const outcome = outcomeOf(status);
  return {
    verb: 'access',
    action: `http.${method?.toLowerCase() ?? 'request'}`,
    category: 'access',
    changes: [],
    message: sentence({ who, asked: [method, path].filter((part) => part !== undefined).join(' '), target, status }),
    flags: outcome === 'denied' ? ['denied'] : [],
    // NOTES: no entry id.
    identity: identityOf('trace', trace, timeKey(entry, time), text(record['requested_uri'])),
    target,
    outcome,
    ip: firstAddress(headers['x-forwarded-for']),
    userAgent: text(headers['user-agent']),
    requestId: trace,
  };
}

interface Sentence {
  readonly who: string;
  readonly asked: string;
  readonly target: Target | undefined;
  readonly status: number | undefined;
}

function sentence({ who, asked, target, status }: Sentence): string {
  const call = target?.type === 'call' ? ` (call ${target.id})` : '';
  const ending = status === undefined ? '' : `, answered ${status}`;
  return `${who} requested ${asked === '' ? 'a page' : asked}${call}${ending}.`;
}

export function outcomeOf(status: number | undefined): EventDraft['outcome'] {
  if (status === undefined || status < 100) return undefined;
  if (status < 400) return 'success';
  return status === 401 || status === 403 ? 'denied' : 'failure';
}

function targetOf(record: JsonObject, path: string | undefined): Target | undefined {
  const call = callOf(text(record['requested_url'])) ?? callOf(text(record['requested_uri']));
  if (call !== undefined) return { type: 'call', id: call, name: path };
  return path === undefined ? undefined : { type: 'url', id: path };
}

const CALL_PAGE = /^\/call\/?$/;
const CALL_ID = /^\d{1,20}$/;

/** The id of the call whose page this is. */
function callOf(address = ''): string | undefined {
  const anyHost = 'https://gong.invalid';
  if (!URL.canParse(address, anyHost)) return undefined;
  const url = new URL(address, anyHost);
  const id = url.searchParams.get('id') ?? '';
  return CALL_PAGE.test(url.pathname) && CALL_ID.test(id) ? id : undefined;
}
