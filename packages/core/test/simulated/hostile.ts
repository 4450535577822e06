import type { Setting, SwitchInfo, VendorId } from '@trailhound/simulator';
import { simulated } from './world.ts';

/** Values with which a switch has an effect, where the default rule does not find one. */
const BITES: Readonly<Record<string, readonly Setting[]>> = {
  burst: [7, 130],
  cursorLifeMs: [500],
  failRetryAfter: [3],
  foreignHost: ['https://evil.example'],
  lateMs: [3_600_000],
  latencyMs: [1],
  limitPerDay: [2],
  limitPerMinute: [3],
  limitPerSecond: [1],
  permissionStatus: [200],
  plainDatesKeepLast: [false],
  remainingDrops: [300],
  tokenLifeMs: [1000],
  unknownValueStatus: [400],
  twins: [5],
};

/** Other switches that a switch needs to have an effect. */
const BESIDE: Readonly<Record<string, Record<string, Setting>>> = {
  failRetryAfter: { failEvery: 3 },
  lateMs: { lateEvery: 4 },
  retryAfter: { limitEvery: 3 },
  limitForm: { limitEvery: 3 },
  limitText: { limitEvery: 3 },
  partnerLimited: { limitEvery: 3 },
  failAsSuccessFalse: { failEvery: 3 },
  deadCursorCode: { deadCursorAt: 2 },
  permissionStatus: { permissionShape: 'errorInfo' },
};

function settingsOf({ name, default: value, values }: SwitchInfo): readonly Setting[] {
  if (BITES[name] !== undefined) return BITES[name];
  if (values !== undefined) return values.filter((one) => one !== value);
  if (typeof value === 'boolean') return [!value];
  return name.endsWith('At') ? [1, 2, 3] : [3];
}

/** A vendor, and what makes it hard to read. */
export interface Case {
  readonly vendor: VendorId;
  readonly switches: Readonly<Record<string, Setting>>;
}

/** Every fault of a vendor, each alone or with the switches it needs. */
export function casesOf(vendor: VendorId): Case[] {
  const infos = simulated()
    .simulator.switches()
    .filter((info) => info.vendor === vendor || info.vendor === 'all');
  return infos.flatMap((info) =>
    settingsOf(info).map((setting) => ({ vendor, switches: { ...BESIDE[info.name], [info.name]: setting } })),
  );
}

/** Every world of a vendor: one without faults, and one per fault. */
export function worldsOf(vendor: VendorId): Case[] {
  return [{ vendor, switches: {} }, ...casesOf(vendor)];
}
