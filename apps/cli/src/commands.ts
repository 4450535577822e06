import type { Command } from './command.ts';

/** An entry in the list of commands, before the command is loaded. */
export interface Listed {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** All commands by name, in the order of the help. Each is loaded on demand. */
export const COMMANDS: Readonly<Record<string, Listed>> = {
  search: {
    summary: 'List the newest events, or those that match',
    load: async () => (await import('./commands/search.ts')).searchCommand,
  },
  summarize: {
    summary: 'Count events: how many, who did most, when',
    load: async () => (await import('./commands/summarize.ts')).summarizeCommand,
  },
  trace: {
    summary: 'All that one person, account, key or e-mail address did, everywhere',
    load: async () => (await import('./commands/trace.ts')).traceCommand,
  },
  risks: {
    summary: 'Find what should worry somebody, with the events that prove it',
    load: async () => (await import('./commands/risks.ts')).risksCommand,
  },
  get: {
    summary: "Show one complete event, with the vendor's entry",
    load: async () => (await import('./commands/get.ts')).getCommand,
  },
  follow: {
    summary: 'Print new events in order, until Ctrl-C',
    load: async () => (await import('./commands/follow.ts')).followCommand,
  },
  export: {
    summary: 'Write all events of a window to a file, which appears only when it is complete',
    load: async () => (await import('./commands/export.ts')).exportCommand,
  },
  report: {
    summary: 'Write a page with coverage, timeline, top lists and events, for a ticket or an auditor',
    load: async () => (await import('./commands/report.ts')).reportCommand,
  },
  sources: {
    summary: 'List the connected accounts and logs, and how far back they go',
    load: async () => (await import('./commands/sources.ts')).sourcesCommand,
  },
  doctor: {
    summary: 'Check every account with one cheap request, and say what is wrong',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
  demo: {
    summary: 'Take a tour of simulated accounts',
    load: async () => (await import('./commands/demo.ts')).demoCommand,
  },
  sync: {
    summary: 'Fetch what an archive lacks, and store it with proof of what is complete',
    load: async () => (await import('./commands/sync.ts')).syncCommand,
  },
  'archive status': {
    summary: 'Show what an archive contains, its gaps, and when the vendor will drop what is missing',
    load: async () => (await import('./commands/archive-status.ts')).archiveStatusCommand,
  },
  'archive verify': {
    summary: 'Verify that an archive is complete and unaltered',
    load: async () => (await import('./commands/archive-verify.ts')).archiveVerifyCommand,
  },
  'archive export': {
    summary: 'Write the archived events of a window to a file',
    load: async () => (await import('./commands/archive-export.ts')).archiveExportCommand,
  },
  'archive sql': {
    summary: 'Run one SQL statement that reads an archive',
    load: async () => (await import('./commands/archive-sql.ts')).archiveSqlCommand,
  },
  'archive prune': {
    summary: 'Delete events that are older than a retention policy allows',
    load: async () => (await import('./commands/archive-forget.ts')).archivePruneCommand,
  },
  'archive erase': {
    summary: 'Delete everything that one person did',
    load: async () => (await import('./commands/archive-forget.ts')).archiveEraseCommand,
  },
  completion: {
    summary: 'Print a completion script for bash, zsh or fish',
    load: async () => (await import('./commands/completion.ts')).completionCommand,
  },
};
