import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect, follow, providers } from '@trailhound/core';
import { nodePorts } from '@trailhound/host';

/** Follows Ashby into a folder, and dies where it is told to: at a request, or before or after an acknowledgement. */
const [folder = '', site = '', apiKey = '', dieAt = ''] = process.argv.slice(2);
const file = (name: string): string => path.join(folder, name);

function dieIf(moment: string): void {
  if (moment === dieAt) process.kill(process.pid, 'SIGKILL');
}

const ports = nodePorts();
let requests = 0;
let batches = 0;
const dying = {
  ...ports,
  send: (...asked: Parameters<typeof ports.send>) => {
    requests += 1;
    dieIf(`request ${requests}`);
    return ports.send(...asked);
  },
};
// Rate limiting is not under test here.
const ashby = { ...providers.ashby, limits: { pageSize: 100, concurrency: 1 } };
const connection = connect(ashby, { site, credential: { kind: 'api_key', values: { apiKey } } }, dying);

for (let more = true; more;) {
  const checkpoint: unknown = existsSync(file('checkpoint'))
    ? JSON.parse(readFileSync(file('checkpoint'), 'utf8'))
    : undefined;
  const result = await follow([connection], {}, { checkpoint, lookback: '3h', maxEvents: 60 });
  batches += 1;
  dieIf(`before delivery ${batches}`);
  appendFileSync(file('delivered'), result.events.map(({ uid, raw }) => `${JSON.stringify({ uid, raw })}\n`).join(''));
  dieIf(`before acknowledgement ${batches}`);
  writeFileSync(file('checkpoint.new'), JSON.stringify(result.checkpoint));
  renameSync(file('checkpoint.new'), file('checkpoint'));
  dieIf(`behind acknowledgement ${batches}`);
  ({ more } = result);
}
await ports.close();
