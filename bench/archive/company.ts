import { hash } from 'node:crypto';
import { providers, type AuditEvent, type Provider } from '@trailhound/core';
import type { LogName } from '@trailhound/core/ledger';
import type { Dated, Window } from '@trailhound/core/source';
import { createLuck, type Luck } from './luck.ts';
import { SHAPES } from './shapes.ts';
import { staffOf, type Staff } from './staff.ts';

const DAY = 86_400_000;
/** A year, so that a million events are a company of some hundred people. */
export const YEAR: Window = { from: Date.UTC(2025, 9, 1), to: Date.UTC(2026, 9, 1) };

/** A day of one log. */
export interface LogDay {
  readonly log: LogName;
  readonly window: Window;
  readonly events: readonly Dated[];
}

/** Little data is of the last days only: an empty day would cost as much as a full one. */
const LEAST_A_DAY = 60;

/** A year of a company's logs, day by day. Every entry has its vendor's shape, and becomes an event as the vendor's does. */
export function* companyYear(total: number): Generator<LogDay, void, undefined> {
  const luck = createLuck(1);
  const staff = staffOf(luck);
  const days = Math.min((YEAR.to - YEAR.from) / DAY, Math.ceil(total / LEAST_A_DAY));
  const start = YEAR.to - days * DAY;
  let serial = 0;
  for (let day = 0; day < days; day += 1) {
    const window = { from: start + day * DAY, to: start + (day + 1) * DAY };
    const share = Math.floor((total * (day + 1)) / days) - Math.floor((total * day) / days);
    for (const shape of SHAPES) {
      const count = countOf(shape.share, share, luck);
      const events = Array.from({ length: count }, (_, index) => {
        serial += 1;
        const at = Math.floor(window.from + (DAY * (index + luck.fraction())) / count);
        return eventOf(shape, { at, serial, staff, luck });
      });
      yield { log: { ...shape.log }, window, events };
    }
  }
}

/** Its share, with the odd one by chance. */
function countOf(share: number, of: number, { fraction }: Luck): number {
  return Math.floor(share * of + fraction());
}

interface Making {
  readonly at: number;
  readonly serial: number;
  readonly staff: Staff;
  readonly luck: Luck;
}

function eventOf({ log, entry }: (typeof SHAPES)[number], { at, serial, staff, luck }: Making): Dated {
  const raw = entry({ at, serial, staff, luck });
  const all: Readonly<Record<string, Provider>> = providers;
  const provider = all[log.provider];
  if (provider === undefined) throw new Error(`There is no provider ${log.provider}`);
  const { identity, time, targets = [], ...draft } = provider.event(raw, log.log);
  const digest = hash('sha256', JSON.stringify([log.provider, log.tenant, log.log, ...identity]), 'base64url');
  const uid = `${log.provider}-${at.toString(36)}-${digest.slice(0, 16)}`;
  // As the engine has it: several targets, or just one.
  const event = {
    uid,
    ...log,
    time: new Date(at).toISOString(),
    ...draft,
    target: targets[0] ?? draft.target,
    targets: targets.length > 1 ? targets : undefined,
    raw,
  } as AuditEvent;
  return { at, uid, stated: time !== undefined, event };
}
