import type { LedgerRecord, LogName } from '@trailhound/core/ledger';
import { originKey, union } from '@trailhound/core/source';
import type { Covered, Lost } from '../port.ts';
import { joined } from '../sqlite/stretches.ts';

/** What the records say of each log. */
export interface Told {
  readonly add: (record: LedgerRecord) => void;
  readonly covered: (log: LogName) => readonly Covered[];
  readonly lost: (log: LogName) => readonly Lost[];
  readonly logs: () => readonly LogName[];
}

/** Learns from the records as they come. */
export function createStretches(): Told {
  const covered = new Map<string, readonly Covered[]>();
  const lost = new Map<string, readonly Lost[]>();
  const logs = new Map<string, LogName>();

  function tell({ kind, from = '', to = '', readTo = '', reason = '' }: LedgerRecord, key: string): void {
    const window = { from: Date.parse(from), to: Date.parse(to) };
    if (kind === 'read') {
      covered.set(key, extended(covered.get(key) ?? [], { ...window, readAt: Date.parse(readTo) }));
    }
    if (kind === 'gap') {
      const all = [...(lost.get(key) ?? []), { ...window, reason }];
      lost.set(key, joined(all.toSorted((a, b) => a.from - b.from)));
    }
  }

  function add(record: LedgerRecord): void {
    const { kind, provider, tenant, log, to = '' } = record;
    if (kind === 'prune') {
      for (const [key, all] of covered) covered.set(key, cutOff(all, Date.parse(to)));
    }
    if (provider === undefined || tenant === undefined || log === undefined) return;
    const key = originKey({ provider, tenant, log });
    logs.set(key, { provider, tenant, log });
    tell(record, key);
  }

  return {
    add,
    covered: (log) => covered.get(originKey(log)) ?? [],
    lost: (log) => lost.get(originKey(log)) ?? [],
    logs: () => [...logs].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, log]) => log),
  };
}

function cutOff(all: readonly Covered[], before: number): Covered[] {
  return all.filter(({ to }) => to > before).map((one) => ({ ...one, from: Math.max(one.from, before) }));
}

/** Stretches that touch become one, as old as its newest part. */
function extended(all: readonly Covered[], added: Covered): Covered[] {
  const touching = all.filter(({ from, to }) => from <= added.to && to >= added.from);
  const [whole = added] = union([...touching, added]);
  const readAt = Math.max(added.readAt, ...touching.map((one) => one.readAt));
  const rest = all.filter((one) => !touching.includes(one));
  return [...rest, { ...whole, readAt }].toSorted((a, b) => a.from - b.from);
}
