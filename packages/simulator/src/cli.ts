#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { startSimulator, type ServerOptions, type Simulator } from './server.ts';
import { createSimulator, type SwitchInfo } from './simulator.ts';
import type { Setting } from './switches.ts';
import { VENDOR_IDS, type VendorId } from './vendors/index.ts';

const HELP = `trailhound-simulator: the audit log APIs of Gong, Zendesk and Ashby on your machine

  --port <number>                 the first of three ports; free ports by default
  --events <number>               entries in every log, over the last 30 days (400)
  --seed <number>                 the same seed gives the same world (1)
  --calm                          a quiet company, where each incident happens once
  --incidents                     adds what every rule about risks should find
  --switch <vendor.name=value>    sets a switch of one vendor or of all; repeatable
  --list-switches                 lists every switch and what it does
  --help                          shows this text
`;

try {
  await run();
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n\n${HELP}`);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      events: { type: 'string' },
      seed: { type: 'string' },
      calm: { type: 'boolean' },
      incidents: { type: 'boolean' },
      switch: { type: 'string', multiple: true },
      'list-switches': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return print(HELP);
  if (values['list-switches'] === true) return list();
  await serve({
    ...(values.port === undefined ? {} : { port: count('port', values.port) }),
    ...(values.events === undefined ? {} : { events: count('events', values.events) }),
    ...(values.seed === undefined ? {} : { seed: count('seed', values.seed) }),
    ...(values.calm === true ? { calm: true } : {}),
    ...(values.incidents === true ? { incidents: 'all' } : {}),
    switches: switchesOf(values.switch ?? []),
  });
}

async function serve(options: ServerOptions): Promise<void> {
  const simulator = await startSimulator(options);
  // Print everything at once, so that whoever sees one vendor sees all of them.
  print(simulator.vendors.map((vendor) => introduce(simulator, vendor)).join(''));
  process.once('SIGINT', () => void simulator.close());
  process.once('SIGTERM', () => void simulator.close());
}

function introduce(simulator: Simulator, vendor: VendorId): string {
  const ways = Object.entries(simulator.credentials(vendor)).map(([kind, fields]) => {
    const pairs = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
    return `         ${kind}: ${pairs.join(' ')}\n`;
  });
  return `${vendor.padEnd(8)} ${simulator.baseUrl(vendor)}\n${ways.join('')}`;
}

function count(name: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new Error(`--${name} takes a whole number, not ${text}`);
}

function switchesOf(texts: readonly string[]): Partial<Record<VendorId, Record<string, Setting>>> {
  const switches: Partial<Record<VendorId, Record<string, Setting>>> = {};
  for (const text of texts) {
    const [, vendor, name, value] = /^(\w+)\.(\w+)=(.*)$/.exec(text) ?? [];
    if (vendor === undefined || name === undefined || value === undefined)
      throw new Error(`--switch takes vendor.name=value, not ${text}`);
    const meant = VENDOR_IDS.filter((id) => vendor === 'all' || vendor === id);
    if (meant.length === 0) throw new Error(`There is no vendor ${vendor}`);
    for (const id of meant) switches[id] = { ...switches[id], [name]: setting(value) };
  }
  return switches;
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
