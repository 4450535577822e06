import { describeSources } from '@trailhound/program';
import * as z from 'zod';
import { defineTool, type Tool } from './tool.ts';

/** What can be asked, and how far back answers can go. */
export function sourcesTool(): Tool {
  return defineTool({
    name: 'list_audit_sources',
    title: 'List audit log sources',
    description:
      'Which accounts and which audit logs are connected: what they hold, how far back they go (retention), delay, ' +
      'limits, native filters, names of actions and target types, credential warnings, and how to ' +
      'connect what is missing.',
    input: z.strictObject({}),
    run: async (_, { service }) => ({
      body: await describeSources(service, service.options),
      cuttable: [['sources', '*', 'vocabulary', 'targets']],
    }),
  });
}
