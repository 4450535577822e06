// Reads the simulator's events as somebody does who has installed the three packages.
import { connect, parseWindow, providers, read } from '@trailhound/core';
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
await ports.close();
await simulator.close();
if (events === 0) throw new Error('There are no events');
process.stdout.write(`${events} events`);
