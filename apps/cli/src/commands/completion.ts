import { AuditError } from '@trailhound/core';
import { suggest } from '@trailhound/core/reply';
import * as z from 'zod';
import { defineCommand } from '../command.ts';
import { bash } from '../completion/bash.ts';
import { fish } from '../completion/fish.ts';
import { vocabulary, type Vocabulary } from '../completion/vocabulary.ts';
import { zsh } from '../completion/zsh.ts';
import { EXIT } from '../exit-codes.ts';

const SHELLS: Readonly<Record<string, (words: Vocabulary) => string>> = { bash, zsh, fish };

export const completionCommand = defineCommand({
  operands: ['shell'],
  options: z.strictObject({}),
  examples: [
    'completion bash > ~/.local/share/bash-completion/completions/trailhound',
    'completion zsh > "${fpath[1]}/_trailhound"',
    'completion fish > ~/.config/fish/completions/trailhound.fish',
  ],
  run: async ({ operands: [shell = ''], output }) => {
    const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
    if (script === undefined) {
      throw new AuditError({
        code: 'invalid_query',
        message: `There is no completion for ${JSON.stringify(shell)}`,
        hint: suggest(shell, Object.keys(SHELLS)),
      });
    }
    await output.print([script(await vocabulary())]);
    return EXIT.whole;
  },
});
