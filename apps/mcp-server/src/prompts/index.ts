import { completable, type McpServer } from '@modelcontextprotocol/server';
import { plain } from '@trailhound/core/reply';
import * as z from 'zod';
import { PLAYBOOKS, playbookText, type Playbook } from './playbooks.ts';

const LONGEST = 200;
const SINCE = ['24h', '7d', '30d', '90d', 'today', 'yesterday', 'monday'] as const;

/** The playbooks as prompts. */
export function registerPrompts(server: McpServer): void {
  for (const playbook of PLAYBOOKS) {
    const { name, title, description } = playbook;
    server.registerPrompt(name, { title, description, argsSchema: argumentsOf(playbook) }, (given) => {
      const values = { since: playbook.since, ...visible(given) };
      return { messages: [{ role: 'user', content: { type: 'text', text: playbookText(playbook, values) } }] };
    });
  }
}

/** Strips what a person would not see, because the values become part of the instructions to a model. */
function visible(given: Readonly<Record<string, unknown>>): Record<string, string> {
  const values = Object.entries(given).map(([name, value]) => [name, plain(String(value), { max: LONGEST })]);
  return Object.fromEntries(values) as Record<string, string>;
}

function argumentsOf({ actor, since }: Playbook): z.ZodObject {
  const start = z.string().describe(`Start, such as 7d, monday or a date; ${since} by default`);
  return z.object({
    ...(actor === undefined ? {} : { actor: z.string().describe(actor) }),
    since: completable(start, startingWith).optional(),
  });
}

function startingWith(typed = ''): string[] {
  return SINCE.filter((value) => value.startsWith(typed));
}
