import type { Simulator, VendorId } from '@trailhound/simulator';

export const VENDORS: readonly VendorId[] = ['gong', 'zendesk', 'ashby'];

/** The logs that are read unless others are named. */
const USUAL_LOGS: Readonly<Record<VendorId, readonly string[]>> = {
  gong: ['UserActivityLog', 'UserCallPlay', 'ExternallySharedCallAccess', 'ExternallySharedCallPlay'],
  zendesk: ['audit_logs'],
  ashby: ['audit_log'],
};

/** What a perfect reader gets of a vendor's usual logs. */
export function truthOf(simulator: Simulator, vendor: VendorId, logs = USUAL_LOGS[vendor]): unknown[] {
  return logs.flatMap((log) =>
    [...simulator.truth({ vendor, log, from: 0, to: Date.now() }).entries()].map(({ entry }) => entry),
  );
}

/** Entries in any order, to compare. */
export function sorted(entries: readonly unknown[]): string[] {
  return entries.map((entry) => JSON.stringify(entry)).toSorted();
}
