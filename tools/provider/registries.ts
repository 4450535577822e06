import type { Line } from './copy.ts';

const N8N = 'apps/n8n-nodes';

/** All that a new vendor changes in files that it shares with others; what commands write besides is derived. */
export const REGISTRIES: readonly Line[] = [
  {
    file: 'packages/core/src/providers/index.ts',
    before: 'import { ashby }',
    text: "import { acme } from './acme/index.ts';\n",
  },
  { file: 'packages/core/src/providers/index.ts', before: ' } as const', text: ', acme' },
  {
    file: 'packages/simulator/src/vendors/index.ts',
    before: 'import { createAshby }',
    text: "import { createAcme } from './acme/index.ts';\n",
  },
  { file: 'packages/simulator/src/vendors/index.ts', before: '} as const', text: '  acme: createAcme,\n' },
  {
    file: `${N8N}/nodes/AuditLogs/host/access.ts`,
    before: '  gong: {',
    text: "  acme: { token: { type: 'acmeAuditLogsApi', label: 'API Token' } },\n",
  },
  {
    file: `${N8N}/package.json`,
    before: '      "dist/credentials/Ashby',
    text: '      "dist/credentials/AcmeAuditLogsApi.credentials.js",\n',
  },
  { file: `${N8N}/package.json`, before: '    "ashby",', text: '    "acme",\n' },
];
