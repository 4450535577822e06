import { providers, type Limits } from '@trailhound/core';
import { startSimulator, type Simulator, type SimulatorOptions } from '@trailhound/simulator';
import type { INodeExecutionData } from 'n8n-workflow';
import { VENDORS } from './truth.mts';

// The pace is not what is tried here.
for (const { limits } of Object.values(providers)) {
  Object.assign(limits as { rate?: Limits['rate'] }, { rate: { requests: 10_000, perMs: 1000 } });
}

const UNLIMITED = {
  gong: { limitPerSecond: 0, limitPerDay: 0 },
  zendesk: { limitPerMinute: 1_000_000 },
  ashby: { limitPerSecond: 1_000_000 },
};

/** Three weeks of the three vendors. */
export function startVendors(options: SimulatorOptions = {}): Promise<Simulator> {
  const to = Date.now() - 3_600_000;
  const switches = Object.fromEntries(
    VENDORS.map((vendor) => [vendor, { ...UNLIMITED[vendor], ...options.switches?.[vendor] }]),
  );
  return startSimulator({ events: 130, from: to - 21 * 86_400_000, to, ...options, switches });
}

export function jsonOf(items: readonly INodeExecutionData[]): Record<string, unknown>[] {
  return items.map(({ json }) => json);
}

export function firstOf(items: readonly INodeExecutionData[]): object {
  return items[0]?.json ?? {};
}
