import { providers } from '@trailhound/core';
import type { Limits } from '@trailhound/core/provider';
import { startSimulator, type Simulator, type SimulatorOptions } from '@trailhound/simulator';
import type { INodeExecutionData } from 'n8n-workflow';
import { vi } from 'vitest';

// Rate limiting is not under test here.
for (const { limits } of Object.values(providers)) {
  Object.assign(limits as { rate?: Limits['rate'] }, { rate: { requests: 10_000, perMs: 1000 } });
}

/** From now on the clock stands still, but for what each request takes of it. The result is for `onRequest`. */
export function stopClock(requestMs: number): () => void {
  vi.useFakeTimers({ toFake: ['Date'] });
  return () => vi.setSystemTime(Date.now() + requestMs);
}

/** Three weeks of every vendor. */
export function startVendors(options: SimulatorOptions = {}): Promise<Simulator> {
  const to = Date.now() - 3_600_000;
  return startSimulator({ events: 130, from: to - 21 * 86_400_000, to, unlimited: true, ...options });
}

export function jsonOf(items: readonly INodeExecutionData[]): Record<string, unknown>[] {
  return items.map(({ json }) => json);
}

export function firstOf(items: readonly INodeExecutionData[]): object {
  return items[0]?.json ?? {};
}
