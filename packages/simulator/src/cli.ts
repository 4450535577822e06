#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { startSimulator } from './server.ts';
import { createSimulator, type SwitchInfo } from './simulator.ts';
import type { Setting } from './switches.ts';
import type { VendorId } from './vendor.ts';

const HELP = `trailhound-simulator: the audit log APIs of Gong, Zendesk and Ashby on your machine

  --port <number>                 the first of three ports; free ones unless given
  --events <number>               entries in every log, over the last 30 days (400)
  --seed <number>                 the same seed makes the same world (1)
  --switch <vendor.name=value>    sets a switch; may come several times
  --list-switches                 every switch, and what it does
  --help                          this text
`;

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    events: { type: 'string' },
    seed: { type: 'string' },
    switch: { type: 'string', multiple: true },
    'list-switches': { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

if (values.help === true) print(HELP);
else if (values['list-switches'] === true) list();
else await serve();

async function serve(): Promise<void> {
  const simulator = await startSimulator({
    ...(values.port === undefined ? {} : { port: count('port', values.port) }),
    ...(values.events === undefined ? {} : { events: count('events', values.events) }),
    ...(values.seed === undefined ? {} : { seed: count('seed', values.seed) }),
  });
  for (const text of values.switch ?? []) setSwitch(simulator, text);
  for (const vendor of ['gong', 'zendesk', 'ashby'] as const) {
    print(`${vendor.padEnd(8)} ${simulator.baseUrl(vendor)}\n`);
    for (const [kind, fields] of Object.entries(simulator.credentials(vendor))) {
      print(
        `         ${kind}: ${Object.entries(fields)
          .map(([name, value]) => `${name}=${value}`)
          .join(' ')}\n`,
      );
    }
  }
  process.once('SIGINT', () => void simulator.close());
  process.once('SIGTERM', () => void simulator.close());
}

function count(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new Error(`--${name} takes a whole number, not ${text}`);
}

function setSwitch(simulator: Awaited<ReturnType<typeof startSimulator>>, text: string): void {
  const [, vendor, name, value] = /^(\w+)\.(\w+)=(.*)$/.exec(text) ?? [];
  if (vendor === undefined || name === undefined || value === undefined)
    throw new Error(`--switch takes vendor.name=value, not ${text}`);
  simulator.set(vendor as VendorId, { [name]: setting(value) });
}

function setting(text: string): Setting {
  if (text === 'true' || text === 'false') return text === 'true';
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function list(): void {
  for (const info of createSimulator().switches()) print(`${line(info)}\n`);
}

function line({ vendor, name, default: value, does, values: choices }: SwitchInfo): string {
  return `${`${vendor}.${name}=${String(value)}`.padEnd(44)} ${does}${choices === undefined ? '' : ` (${choices.join(', ')})`}`;
}

function print(text: string): void {
  process.stdout.write(text);
}
