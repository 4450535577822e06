import { McpServer } from '@modelcontextprotocol/server';
import { callTool } from './call.ts';
import { instructions } from './instructions.ts';
import { registerPrompts } from './prompts/index.ts';
import { registerResources } from './resources.ts';
import type { Service } from './service.ts';
import { toolsOf } from './tools/index.ts';
import { published } from './tools/published.ts';

/** Creates servers: one per connection or request, all with the same accounts. */
export function serverFactory(service: Service): () => McpServer {
  // Created once, so that a wrong --tools fails at startup and not at the first request.
  const tools = toolsOf(service).map((tool) => ({ tool, inputSchema: published(tool.input) }));
  const text = instructions(service);
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
      const { name, title, description, writes = false } = tool;
      const annotations = {
        readOnlyHint: !writes,
        destructiveHint: false,
        idempotentHint: !writes,
        openWorldHint: true,
      };
      server.registerTool(name, { title, description, inputSchema, annotations }, (given, context) =>
        callTool(tool, given, context, service),
      );
    }
    registerResources(server, service);
    if (service.options.prompts === 'on') registerPrompts(server);
    return server;
  };
}
