import type { Target } from '../../event.ts';
import { number, object, text, type JsonObject } from '../../json.ts';
import { outcomeOf } from './access.ts';
import { callTargets } from './calls.ts';
import { logType } from './logs.ts';
import { firstAddress, identityOf, pathOf, type Opened, type ReadEntry } from './reading.ts';
import { verbOf } from './verbs.ts';

/** Reads an entry of an unknown log type by the field names of the known ones. */
export function generic({ record, who, log }: Opened): ReadEntry {
  const http = object(record['httpRequest']);
  const method = text(http['verb']) ?? text(record['method']);
  const endpoint = pathOf(text(http['endpointUri'])) ?? pathOf(text(record['requested_uri']));
  const named = text(record['action']);
  const action = named ?? logType(log);
  const outcome = outcomeOf(number(record['status']));
  const nativeId = text(record['auditId']);
  const headers = object(record['request_headers']);
  return {
    verb: verbOf({ action: named, method, endpoint }),
    action,
    category: 'other',
    changes: [],
    message: `${who}: ${action}${endpoint === undefined ? '' : ` at ${endpoint}`}.`,
    flags: [
      ...(named === undefined ? ['derived_action' as const] : []),
      ...(outcome === 'denied' ? ['denied' as const] : []),
    ],
    identity: identityOf('audit', nativeId),
    nativeId,
    targets: targetsOf(record, endpoint),
    outcome,
    ip: text(http['clientIp']) ?? firstAddress(record['page_viewer_ip']) ?? firstAddress(headers['x-forwarded-for']),
    userAgent: text(headers['user-agent']),
    requestId: text(object(record['response_headers'])['x-traceid']),
  };
}

function targetsOf(record: JsonObject, endpoint: string | undefined): readonly Target[] {
  const calls = callTargets(record);
  return endpoint === undefined || calls.length > 0 ? calls : [{ type: 'endpoint', id: endpoint }];
}

/** NOTES: the catalogue shape. */
export function catalogue({ entry, who, log }: Opened): ReadEntry {
  const named = text(entry['action']);
  const action = named ?? text(entry['logType']) ?? logType(log);
  const type = text(entry['resourceType']);
  const id = text(entry['resourceId']);
  const nativeId = text(entry['id']);
  const target = type === undefined && id === undefined ? undefined : { type: type ?? 'resource', id };
  const what = target === undefined ? '' : ` on ${[target.type, id].filter((part) => part !== undefined).join(' ')}`;
  return {
    verb: verbOf({ action: named }),
    action,
    category: type ?? 'other',
    changes: [],
    message: `${who}: ${action}${what}.`,
    flags: named === undefined ? ['derived_action'] : [],
    identity: identityOf('id', nativeId),
    nativeId,
    target,
    ip: text(entry['ipAddress']),
  };
}
