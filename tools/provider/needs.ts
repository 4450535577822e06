import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Something that a vendor needs, and where. */
interface Need {
  readonly what: string;
  readonly where: (id: string) => string;
  /** What the file must contain; if absent, it only has to exist. */
  readonly holds?: (id: string) => RegExp;
}

const FIXTURES = {
  page: 'a page with more to come',
  'last-page': 'the last page',
  empty: 'a page without entries',
  refused: 'a refusal that only a person can mend',
  'rate-limited': 'a refusal of one request too many',
};
const N8N = 'apps/n8n-nodes';

/** Its own files first, then its lines in the registries, then generated files. */
const NEEDS: readonly Need[] = [
  { what: 'the provider', where: (id) => `packages/core/src/providers/${id}/index.ts` },
  { what: 'what is known of its API, and how surely', where: (id) => `packages/core/src/providers/${id}/NOTES.md` },
  ...Object.entries(FIXTURES).map(([name, what]) => ({
    what: `as the vendor answers: ${what}`,
    where: (id: string) => `packages/core/src/providers/${id}/fixtures/${name}.json`,
  })),
  { what: 'the simulated vendor', where: (id) => `packages/simulator/src/vendors/${id}/index.ts` },
  { what: "n8n's credential", where: (id) => `${N8N}/credentials/${capital(id)}AuditLogsApi.credentials.ts` },
  { what: 'its icon in n8n', where: (id) => `${N8N}/icons/${id}.svg` },
  { what: 'its icon in n8n on a dark screen', where: (id) => `${N8N}/icons/${id}.dark.svg` },
  {
    what: 'a line for the provider',
    where: () => 'packages/core/src/providers/index.ts',
    holds: (id) => new RegExp(`providers = \\{[^}]*\\b${id}\\b`),
  },
  {
    what: 'a line for the simulated vendor',
    where: () => 'packages/simulator/src/vendors/index.ts',
    holds: (id) => new RegExp(`\\b${id}: `),
  },
  {
    what: 'a line with its ways to authenticate',
    where: () => `${N8N}/nodes/AuditLogs/host/access.ts`,
    holds: (id) => new RegExp(`\\b${id}: `),
  },
  {
    what: 'its credential file and its keyword',
    where: () => `${N8N}/package.json`,
    holds: (id) =>
      new RegExp(
        `dist/credentials/${capital(id)}AuditLogs[\\s\\S]*"${id}"|"${id}"[\\s\\S]*dist/credentials/${capital(id)}AuditLogs`,
      ),
  },
  {
    what: 'its variables, written by: pnpm --filter @trailhound/mcp manifests',
    where: () => 'apps/mcp-server/server.json',
    holds: (id) => new RegExp(`"${id.toUpperCase()}_`),
  },
  {
    what: 'its switches, written by: pnpm docs:write',
    where: () => 'packages/simulator/README.md',
    holds: (id) => new RegExp(`^\\| ${id} `, 'm'),
  },
  {
    what: 'its tool, written by: UPDATE_SURFACE=tokens pnpm exec vitest run --project apps/mcp-server surface',
    where: () => 'apps/mcp-server/test/surface/tokens.json',
    holds: (id) => new RegExp(`"query_${id}_audit_logs"`),
  },
];

/** What the vendor lacks: each file, and what belongs there. */
export function missing(root: string, id: string): string[] {
  return NEEDS.flatMap(({ what, where, holds }) => {
    const file = path.join(root, where(id));
    if (existsSync(file) && (holds === undefined || holds(id).test(readFileSync(file, 'utf8')))) return [];
    return [`${where(id)}: ${what}`];
  });
}

function capital(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1);
}
