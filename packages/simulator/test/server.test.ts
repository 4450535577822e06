import { afterEach, describe, expect, test } from 'vitest';
import { createServer } from 'node:http';
import { startSimulator, VENDOR_IDS } from '../src/index.ts';
import { closeAll, gong, KEY } from './gong-client.ts';

afterEach(closeAll);

describe('The servers', () => {
  test('each have their own port, and are gone when closed', async () => {
    const simulator = await startSimulator();
    const urls = simulator.vendors.map((vendor) => simulator.baseUrl(vendor));
    expect(new Set(urls).size).toBe(VENDOR_IDS.length);
    expect(urls.every((url) => /^http:\/\/127\.0\.0\.1:\d+$/.test(url))).toBe(true);
    expect((await fetch(`${urls[0] ?? ''}/v2/logs`)).status).toBe(401);
    await simulator.close();
    await expect(fetch(urls[0] ?? '')).rejects.toThrow('fetch failed');
  });

  test('leave nothing behind if a port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    const { port } = other.address() as { port: number };
    await expect(startSimulator({ port: port - 1 })).rejects.toThrow('EADDRINUSE');
    await expect(fetch(`http://127.0.0.1:${port - 1}`)).rejects.toThrow('fetch failed');
    other.close();
  });

  test('send the simulated time in the Date header', async () => {
    const world = await gong();
    world.simulator.clock.set(Date.UTC(2030, 0, 1));
    expect((await world.fetch('/')).headers.get('date')).toBe('Tue, 01 Jan 2030 00:00:00 GMT');
  });

  test('keep every character intact, even when sending slowly', async () => {
    const world = await gong({ hostileText: true, limitPerSecond: 0 });
    for (let length = 0; length < 16; length += 1) {
      const userFullName = '\u{E0041}'.repeat(40) + 'x'.repeat(length);
      world.simulator.append('gong', 'UserCallPlay', { time: 1000 + length, entry: { userFullName } });
      const path = `/v2/logs?logType=UserCallPlay&fromDateTime=1970-01-01T00:00:01Z&toDateTime=1970-01-01T00:00:02Z`;
      world.set({ slowBody: false });
      const whole = (await (await world.fetch(path, { headers: KEY })).json()) as { logEntries: unknown };
      world.set({ slowBody: true });
      const dripped = (await (await world.fetch(path, { headers: KEY })).json()) as { logEntries: unknown };
      expect(dripped.logEntries).toEqual(whole.logEntries);
    }
  });
});
