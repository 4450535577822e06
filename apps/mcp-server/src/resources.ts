import { find, providers } from '@trailhound/core';
import {
  ResourceNotFoundError,
  ResourceTemplate,
  type McpServer,
  type ReadResourceResult,
} from '@modelcontextprotocol/server';
import { fit } from './answer/fit.ts';
import { asSaid, harmless, NOTICE } from './answer/harmless.ts';
import { snake, type JsonObject } from './answer/json.ts';
import type { Service } from './service.ts';
import { describeLog, describeSources } from './tools/sources.ts';

/** What can be read without asking: sources, vocabularies, single events. */
export function registerResources(server: McpServer, service: Service): void {
  const json = { mimeType: 'application/json' };
  server.registerResource(
    'sources',
    'audit://sources',
    { title: 'Audit log sources', description: 'Connected accounts, logs, retention, limits', ...json },
    (uri) => contents(uri, describeSources(service)),
  );
  const complete = { provider: () => service.connections.map(({ provider }) => provider.id) };
  server.registerResource(
    'vocabulary',
    new ResourceTemplate('audit://{provider}/vocabulary', { list: () => listVocabularies(service), complete }),
    { title: 'Vocabulary', description: "A provider's logs, native filters, known actions and target types", ...json },
    (uri, { provider }) => contents(uri, vocabularyOf(String(provider), uri)),
  );
  server.registerResource(
    'event',
    new ResourceTemplate('audit://events/{uid}', { list: undefined, complete: { uid: () => [] } }),
    { title: 'Audit log event', description: 'One event by its uid, raw entry included', ...json },
    async (uri, { uid }, { mcpReq: { signal } }) => {
      const deadline = Date.now() + service.options.deadline * 1000;
      const { raw, ...event } = await find(service.connections, String(uid), { signal, deadline });
      const shown = { ...(harmless(event) as JsonObject), raw: asSaid(raw) };
      return contents(uri, fit({ body: { notice: NOTICE, event: shown } }, service.options.maxResultChars));
    },
  );
}

function contents(uri: URL, body: JsonObject): ReadResourceResult {
  return { contents: [{ uri: uri.href, mimeType: 'application/json', text: JSON.stringify(body) }] };
}

function listVocabularies({ connections }: Service): { resources: { uri: string; name: string; mimeType: string }[] } {
  const resources = connections.map(({ provider: { id, label } }) => ({
    uri: `audit://${id}/vocabulary`,
    name: `${label} vocabulary`,
    mimeType: 'application/json',
  }));
  return { resources };
}

function vocabularyOf(id: string, uri: URL): JsonObject {
  if (!Object.hasOwn(providers, id)) throw new ResourceNotFoundError(uri.href);
  const { label, logs, filters, vocabulary } = providers[id as keyof typeof providers];
  const described = Object.entries(filters.shape).map(([name, schema]) => [snake(name), schema.description]);
  return {
    provider: id,
    label,
    logs: logs.map(describeLog),
    native_filters: Object.fromEntries(described),
    ...vocabulary,
  };
}
