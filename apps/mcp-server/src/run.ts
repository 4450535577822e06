import { isAuditError } from '@trailhound/core';
import manifest from '../package.json' with { type: 'json' };
import { createAccessLog } from './access-log.ts';
import { isReadByOthers, withEnvFile } from '@trailhound/program';
import { createLog, type Log } from './log.ts';
import { helpText, readCommandLine, type Command } from './options.ts';
import { startService, WHERE, type Service } from './service.ts';
import { runStdio } from './stdio.ts';

/** Runs a command and returns its exit code. Only the command's own output goes to stdout. */
export async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  try {
    const first = readCommandLine(args, env);
    if (first.command === 'help' || first.command === 'version') {
      process.stdout.write(first.command === 'help' ? helpText(manifest.version) : `${manifest.version}\n`);
      return 0;
    }
    const { envFrom } = first.options;
    const whole = envFrom === undefined ? env : withEnvFile(envFrom, env);
    const { options } = envFrom === undefined ? first : readCommandLine(args, whole);
    const log = createLog({ level: options.logLevel, format: options.logFormat, write: toStderr });
    if (envFrom !== undefined && isReadByOthers(envFrom)) {
      log.warn(`Others can read ${envFrom}, which may hold credentials: chmod 600 it`);
    }
    const access = createAccessLog({ file: options.accessLog, log, toStderr });
    const shared = first.command === 'http';
    return await run(first.command, await startService({ options, env: whole, log, access, shared }));
  } catch (thrown) {
    if (!isAuditError(thrown)) throw thrown;
    toStderr(`trailhound-mcp: ${thrown.message}. ${thrown.hint}`);
    return 2;
  }
}

async function run(command: Command, service: Service): Promise<number> {
  try {
    return await COMMANDS[command](service);
  } finally {
    await service.close();
  }
}

const COMMANDS: Readonly<Record<Command, (service: Service) => Promise<number>>> = {
  stdio: async (service) => {
    announce(service.log, service);
    await runStdio(service);
    return 0;
  },
  http: async (service) => {
    const { runHttp } = await import('./http/serve.ts');
    announce(service.log, service);
    await runHttp(service);
    return 0;
  },
  doctor: async (service) => {
    const { runDoctor } = await import('@trailhound/program/doctor');
    const { deadline, json } = service.options;
    return runDoctor({ ...service, deadline, json, where: WHERE }, (text) => process.stdout.write(text));
  },
};

function announce(log: Log, { connections, options }: Service): void {
  const names = connections.map(({ provider, tenant }) => `${provider.id} (${tenant})`).join(', ');
  if (names === '')
    log.warn('No account is configured: every tool will say how to. Try --demo, which needs no account.');
  else log.info(`Connected: ${names}${options.demo ? ', all simulated' : ''}`);
}

function toStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}
