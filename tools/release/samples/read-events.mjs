// Reads the simulator's events as somebody does who has installed the libraries, and keeps them.
import { mkdtempSync } from 'node:fs';
import { archiveSource, openArchive, sync } from '@trailhound/archive';
import { connect, parseWindow, providers, read, search } from '@trailhound/core';
import { nodePorts } from '@trailhound/host';
import { startSimulator } from '@trailhound/simulator';

const simulator = await startSimulator({ events: 200, vendors: ['ashby'] });
const ports = nodePorts();
const connection = connect(
  providers.ashby,
  {
    site: simulator.baseUrl('ashby'),
    credential: { kind: 'api_key', values: simulator.credentials('ashby').api_key },
  },
  ports,
);
const window = parseWindow({ since: '30d' }, Date.now());
let events = 0;
for await (const page of read(connection, { log: 'audit_log', window })) events += page.events.length;

process.on('warning', ({ message }) => {
  throw new Error(`Nothing may be warned of: ${message}`);
});
const archive = openArchive(mkdtempSync('archive-'));
await sync(archive, [connection], { since: window.from });
const offline = archiveSource(archive, { offline: true });
const kept = await search([connection], { since: '30d', until: '2h', limit: 500 }, { source: () => offline });
const { problems } = await archive.verify();
await archive.close();
await ports.close();
await simulator.close();
if (kept.events.length === 0 || problems.length > 0) throw new Error('The archive does not hold what it should');
if (events === 0) throw new Error('There are no events');
process.stdout.write(`${events} events`);
