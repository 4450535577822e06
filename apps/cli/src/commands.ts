import type { Command } from './command.ts';

/** An entry in the list of commands, before the command is loaded. */
export interface Listed {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** All commands by name, in the order of the help. Each is loaded on demand. */
export const COMMANDS: Readonly<Record<string, Listed>> = {
  search: {
    summary: 'The newest events, or those that match',
    load: async () => (await import('./commands/search.ts')).searchCommand,
  },
  summarize: {
    summary: 'How many, who most, when',
    load: async () => (await import('./commands/summarize.ts')).summarizeCommand,
  },
  trace: {
    summary: 'All that one person, account, key or e-mail address did, everywhere',
    load: async () => (await import('./commands/trace.ts')).traceCommand,
  },
  get: {
    summary: "One event whole, with the vendor's entry",
    load: async () => (await import('./commands/get.ts')).getCommand,
  },
  follow: {
    summary: 'What happens from now on, in order, until Ctrl-C',
    load: async () => (await import('./commands/follow.ts')).followCommand,
  },
  export: {
    summary: 'All events of a window into a file, which appears when it is whole',
    load: async () => (await import('./commands/export.ts')).exportCommand,
  },
  sources: {
    summary: 'Which accounts and logs there are to ask, and how far back they go',
    load: async () => (await import('./commands/sources.ts')).sourcesCommand,
  },
  doctor: {
    summary: 'Check every account with one cheap request, and say what is wrong',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
  demo: {
    summary: 'A look around in simulated accounts',
    load: async () => (await import('./commands/demo.ts')).demoCommand,
  },
  sync: {
    summary: 'Fetch what an archive lacks, and keep it with proof of what is complete',
    load: async () => (await import('./commands/sync.ts')).syncCommand,
  },
  'archive status': {
    summary: 'What an archive holds, its gaps, and when the vendor forgets the rest',
    load: async () => (await import('./commands/archive-status.ts')).archiveStatusCommand,
  },
  'archive verify': {
    summary: 'Whether an archive is whole and unaltered',
    load: async () => (await import('./commands/archive-verify.ts')).archiveVerifyCommand,
  },
  'archive export': {
    summary: 'What an archive holds of a window into a file',
    load: async () => (await import('./commands/archive-export.ts')).archiveExportCommand,
  },
  'archive sql': {
    summary: 'One statement of SQL that reads an archive',
    load: async () => (await import('./commands/archive-sql.ts')).archiveSqlCommand,
  },
  'archive prune': {
    summary: 'Delete what is older than a policy keeps',
    load: async () => (await import('./commands/archive-forget.ts')).archivePruneCommand,
  },
  'archive erase': {
    summary: 'Delete what one person did',
    load: async () => (await import('./commands/archive-forget.ts')).archiveEraseCommand,
  },
  completion: {
    summary: 'A script that completes commands and options in bash, zsh or fish',
    load: async () => (await import('./commands/completion.ts')).completionCommand,
  },
};
