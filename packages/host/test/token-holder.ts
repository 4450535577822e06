import { appendFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileTokens } from '../src/index.ts';

/** Holds the lock of a token for a while, and logs when. Can be told to die while holding the lock. */
const [folder = '', journal = '', mode = ''] = process.argv.slice(2);
const store = fileTokens(folder);
await store.lock?.('gong/default', async () => {
  appendFileSync(journal, `begin ${process.pid}\n`);
  if (mode === 'die') process.kill(process.pid, 'SIGKILL');
  const before = await store.load('gong/default');
  await delay(30);
  const count = Number(before?.accessToken ?? '0') + 1;
  await store.save('gong/default', { accessToken: String(count), origin: 'test' });
  appendFileSync(journal, `end ${process.pid}\n`);
});
