import { completable, type McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { PLAYBOOKS, playbookText, type Playbook } from './playbooks.ts';

const SINCE = ['24h', '7d', '30d', '90d', 'today', 'yesterday', 'monday'] as const;

/** The playbooks as prompts. */
export function registerPrompts(server: McpServer): void {
  for (const playbook of PLAYBOOKS) {
    const { name, title, description } = playbook;
    server.registerPrompt(name, { title, description, argsSchema: argumentsOf(playbook) }, (given) => {
      const values = { since: playbook.since, ...(given as Record<string, string>) };
      return { messages: [{ role: 'user', content: { type: 'text', text: playbookText(playbook, values) } }] };
    });
  }
}

function argumentsOf({ actor, since }: Playbook): z.ZodObject {
  const start = z.string().describe(`Start, such as 7d, monday or a date; ${since} unless given`);
  return z.object({
    ...(actor === undefined ? {} : { actor: z.string().describe(actor) }),
    since: completable(start, startingWith).optional(),
  });
}

function startingWith(typed = ''): string[] {
  return SINCE.filter((value) => value.startsWith(typed));
}
