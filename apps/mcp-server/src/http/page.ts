import type { Service } from '../service.ts';
import { labels } from '../tools/fields.ts';

/** The page for somebody who opens the server's address in a browser. */
export function page(
  { version, options, connections }: Pick<Service, 'version' | 'options' | 'connections'>,
  endpoint: string,
): string {
  const guarded = options.authToken !== undefined || options.oauthIssuer !== undefined;
  const simulated = options.demo
    ? '<p>The accounts are <strong>simulated</strong>: everything in them is made up.</p>'
    : '';
  const client = {
    type: 'http',
    url: endpoint,
    ...(options.authToken === undefined ? {} : { headers: { Authorization: 'Bearer $TOKEN' } }),
  };
  const header = options.authToken === undefined ? '' : ` --header "Authorization: Bearer $TOKEN"`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Trailhound</title>
<style>
  :root { color-scheme: light dark }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: .75rem 1rem; border: 1px solid #8886; border-radius: .4rem }
</style>
<h1>Trailhound ${version}</h1>
<p>An MCP server: AI assistants ask it who did what, when, to what, from where, in the audit logs of ${labels(connections)}.</p>
${simulated}
<p>The endpoint is <code>${endpoint}</code> (Streamable HTTP${guarded ? ', with a bearer token' : ''}). To connect Claude Code:</p>
<pre>claude mcp add --transport http trailhound ${endpoint}${header}</pre>
<p>Other clients${options.authToken === undefined ? '' : ', with the token itself in place of <code>$TOKEN</code>'}:</p>
<pre>${JSON.stringify({ mcpServers: { trailhound: client } }, null, 2)}</pre>
</html>
`;
}
