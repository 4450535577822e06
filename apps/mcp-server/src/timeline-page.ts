import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { hostPage, hostVersion } from '@trailhound/timeline';

/** The extension for pages, MCP Apps. */
const EXTENSION = 'io.modelcontextprotocol/ui';
const TYPE = 'text/html;profile=mcp-app';
/** Clients keep a page by its address, so another page has another one. */
export const TIMELINE_URI = `ui://trailhound/${hostVersion}`;

/** The page asks for no network, no frames, and no permissions. */
const UI = {
  csp: { connectDomains: [], resourceDomains: [], frameDomains: [], baseUriDomains: [] },
  prefersBorder: true,
};

export function registerTimelinePage(server: McpServer): void {
  server.registerResource(
    'timeline',
    TIMELINE_URI,
    { title: 'Audit timeline', description: 'The page of show_audit_timeline', mimeType: TYPE, _meta: { ui: UI } },
    ({ href }) => ({ contents: [{ uri: href, mimeType: TYPE, text: hostPage(), _meta: { ui: UI } }] }),
  );
}

/** Whether a client has said that it shows pages: with this request, or, before the revision of 2026, at its start. */
export function showsPages({ mcpReq }: ServerContext, { server }: McpServer): boolean {
  const { [CLIENT_CAPABILITIES_META_KEY]: now } = (mcpReq.envelope ?? {}) as Readonly<Record<string, unknown>>;
  const said: ClientCapabilities | undefined = now ?? server.getClientCapabilities();
  const page = said?.extensions?.[EXTENSION] as { readonly mimeTypes?: unknown } | undefined;
  return Array.isArray(page?.mimeTypes) && page.mimeTypes.includes(TYPE);
}
