import { hash } from 'node:crypto';
import type { Measured } from '../vendors/facts.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The minimum work to produce events: one object and one hash per entry, without validation, messages or redaction.
 */
export const FLOORS: Readonly<Record<Measured, (entry: Fields) => object>> = {
  zendesk: (entry) => ({
    ...origin('zendesk', 'audit_logs', entry['id'], entry['created_at']),
    actor: { kind: 'user', id: String(entry['actor_id']), name: entry['actor_name'] },
    verb: entry['action'],
    target: { type: entry['source_type'], id: String(entry['source_id']), name: entry['source_label'] },
    changes: [{ field: entry['change_description'], from: undefined, to: undefined }],
    ip: entry['ip_address'],
    message: `${String(entry['actor_name'])} ${String(entry['action'])}: ${String(entry['change_description'])}.`,
    raw: entry,
  }),
  gong: (entry) => {
    const record = entry['logRecord'] as Fields;
    const request = record['httpRequest'] as Fields | null;
    return {
      ...origin('gong', 'UserActivityLog', record['auditId'], entry['eventTime']),
      actor: { kind: 'user', id: entry['userId'], email: entry['userEmailAddress'], name: entry['userFullName'] },
      verb: 'update',
      target: { type: 'workspace', id: record['workspaceId'] },
      changes: (record['tableChanges'] as readonly Fields[] | null)?.map((table) => ({ field: table['tableName'] })),
      ip: request?.['clientIp'],
      message: `${String(entry['userFullName'])}: ${String(record['action'] ?? request?.['endpointUri'])}`,
      raw: entry,
    };
  },
  ashby: (entry) => {
    const [actor, target] = [entry['actor'] as Fields | null, entry['target'] as Fields | null];
    return {
      ...origin('ashby', 'audit_log', entry['id'], entry['timestamp']),
      actor: { kind: actor?.['type'], id: actor?.['id'], email: actor?.['email'], name: actor?.['name'] },
      verb: entry['category'],
      target: { type: target?.['type'], id: target?.['id'] },
      changes: Object.keys((entry['changedFields'] as Fields | null) ?? {}),
      ip: (entry['request'] as Fields | null)?.['ipAddress'],
      message: entry['description'],
      raw: entry,
    };
  },
};

function origin(provider: Measured, log: string, id: unknown, time: unknown): object {
  const nativeId = String(id);
  const print = hash('sha256', `${provider} ${log} ${nativeId}`, 'base64url').slice(0, 16);
  return { uid: `${provider}-${Date.parse(String(time)).toString(36)}-${print}`, provider, log, nativeId, time };
}
