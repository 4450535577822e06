import { McpServer, type Tool as ListedTool } from '@modelcontextprotocol/server';
import { callTool } from './call.ts';
import { instructions } from './instructions.ts';
import { registerPrompts } from './prompts/index.ts';
import { registerResources } from './resources.ts';
import type { Service } from './service.ts';
import { registerTimelinePage, showsPages } from './timeline-page.ts';
import { toolsOf } from './tools/index.ts';
import { published, type Published } from './tools/published.ts';
import type { Tool } from './tools/tool.ts';

/** Creates servers: one per connection or request, all with the same accounts. */
export function serverFactory(service: Service): () => McpServer {
  // Created once, so that a wrong --tools fails at startup and not at the first request.
  const tools = published(toolsOf(service));
  const text = instructions(service);
  const hasPage = tools.some(({ tool }) => tool.page !== undefined);
  const listed = tools.map(entryOf);
  return () => {
    const server = new McpServer(
      {
        name: 'trailhound',
        title: 'Trailhound',
        version: service.version,
        websiteUrl: 'https://github.com/trailhound/trailhound',
      },
      { instructions: text },
    );
    for (const { tool, inputSchema } of tools) {
      server.registerTool(tool.name, { ...described(tool), inputSchema }, (given, context) =>
        callTool(tool, given, context, service),
      );
    }
    registerResources(server, service);
    if (hasPage) registerTimelinePage(server);
    if (hasPage && service.options.pages === 'auto') listByClient(server, listed);
    if (service.options.prompts === 'on') registerPrompts(server);
    return server;
  };
}

function described({ title, description, writes = false, page }: Tool) {
  const annotations = {
    readOnlyHint: !writes,
    destructiveHint: false,
    idempotentHint: !writes,
    openWorldHint: true,
  };
  return { title, description, annotations, ...(page === undefined ? {} : { _meta: { ui: { resourceUri: page } } }) };
}

/** A tool as it is listed, and its page. */
interface Listed {
  readonly page: string | undefined;
  readonly entry: ListedTool;
}

function entryOf({ tool, inputSchema }: Published): Listed {
  const schema = inputSchema['~standard'].jsonSchema.input({ target: 'draft-2020-12' }) as ListedTool['inputSchema'];
  const { title, description, ...rest } = described(tool);
  return { page: tool.page, entry: { name: tool.name, title, description, inputSchema: schema, ...rest } };
}

/** Lists tools with a page only for clients that show pages, so that they cost the others nothing. */
function listByClient(server: McpServer, listed: readonly Listed[]): void {
  server.server.setRequestHandler('tools/list', (_, context) => {
    const shown = listed.filter(({ page }) => page === undefined || showsPages(context, server));
    return { tools: shown.map(({ entry }) => entry) };
  });
}
