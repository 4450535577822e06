import { find, isAuditError, providers, type Provider } from '@trailhound/core';
import { asSaid, descriptionOf, harmless, NOTICE } from '@trailhound/core/reply';
import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  ResourceTemplate,
  type McpServer,
  type ReadResourceResult,
} from '@modelcontextprotocol/server';
import { describeLog, describeSources, type JsonObject, onePerProduct } from '@trailhound/program';
import { fit } from './reply/fit.ts';
import { failureName, record } from './record.ts';
import { readingOptions, type Service } from './service.ts';
import { argumentOf, filterName } from './tools/fields.ts';

/** Resources: sources, vocabularies, rules, single events. */
export function registerResources(server: McpServer, service: Service): void {
  const json = { mimeType: 'application/json' };
  server.registerResource(
    'sources',
    'audit://sources',
    { title: 'Audit log sources', description: 'Connected accounts, logs, retention, limits', ...json },
    async (uri) => contents(uri, JSON.stringify(await describeSources(service, service.options))),
  );
  const complete = { provider: () => onePerProduct(service.connections).map(({ provider }) => provider.id) };
  server.registerResource(
    'vocabulary',
    new ResourceTemplate('audit://{provider}/vocabulary', { list: () => listVocabularies(service), complete }),
    { title: 'Vocabulary', description: "A provider's logs, native filters, known actions and target types", ...json },
    (uri, { provider }) => contents(uri, JSON.stringify(vocabularyOf(String(provider), uri))),
  );
  server.registerResource(
    'rules',
    'audit://rules',
    { title: 'Detection rules', description: 'What find_audit_risks looks for, as Sigma rules', ...json },
    async (uri) => contents(uri, await rulesText(service)),
  );
  server.registerResource(
    'event',
    new ResourceTemplate('audit://events/{uid}', { list: undefined, complete: { uid: () => [] } }),
    { title: 'Audit log event', description: 'One event by its uid, raw entry included', ...json },
    async (uri, { uid }, context) => {
      const ended = { tool: 'resource:event', began: Date.now(), filters: ['uid'] };
      try {
        const text = await eventText(String(uid), context.mcpReq.signal, service);
        record(service, context, { ...ended, bytes: Buffer.byteLength(text), outcome: 'ok', looked: { events: 1 } });
        return contents(uri, text);
      } catch (thrown) {
        record(service, context, { ...ended, bytes: 0, outcome: failureName(thrown) });
        throw inProtocol(thrown, uri);
      }
    },
  );
}

async function rulesText({ team }: Service): Promise<string> {
  const { RULES } = await import('@trailhound/core/findings');
  return JSON.stringify([...RULES, ...(team?.documents ?? [])]);
}

async function eventText(uid: string, signal: AbortSignal, service: Service): Promise<string> {
  const { connections, options } = service;
  const { raw, ...event } = await find(connections, uid, { signal, ...readingOptions(service) });
  const shown = { ...harmless(event), raw: asSaid(raw) };
  return JSON.stringify(fit({ body: { notice: NOTICE, event: shown } }, options.maxResultChars));
}

/** A wrong URI is not a failure of the server. */
function inProtocol(thrown: unknown, { href }: URL): unknown {
  if (!isAuditError(thrown)) return thrown;
  const said = `${thrown.message}. ${thrown.hint}`;
  if (thrown.code === 'not_found') return new ResourceNotFoundError(href, said);
  return thrown.code === 'invalid_query' ? new ProtocolError(ProtocolErrorCode.InvalidParams, said) : thrown;
}

function contents({ href }: URL, text: string): ReadResourceResult {
  return { contents: [{ uri: href, mimeType: 'application/json', text }] };
}

function listVocabularies({ connections }: Service): { resources: { uri: string; name: string; mimeType: string }[] } {
  const resources = onePerProduct(connections).map(({ provider: { id, label } }) => ({
    uri: `audit://${id}/vocabulary`,
    name: `${label} vocabulary`,
    mimeType: 'application/json',
  }));
  return { resources };
}

function vocabularyOf(id: string, uri: URL): JsonObject {
  if (!Object.hasOwn(providers, id)) throw new ResourceNotFoundError(uri.href);
  const provider: Provider = providers[id as keyof typeof providers];
  const { label, logs, filters, vocabulary } = provider;
  const described = Object.entries(filters.shape).map(([name, schema]) => [
    argumentOf(name),
    descriptionOf(schema, filterName),
  ]);
  return {
    provider: id,
    label,
    logs: logs.map((log) => describeLog(provider, log)),
    native_filters: Object.fromEntries(described),
    ...vocabulary,
  };
}
