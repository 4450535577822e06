import * as z from 'zod';
import { hashOf } from '../questions/checkpoint.ts';
import type { Finding } from './finding.ts';

/** A finding that somebody has been told, as long as it may still change: its id, rule, count, end, and events. */
export const Told = z.tuple([z.string(), z.string(), z.int(), z.number(), z.array(z.string())]);
export type Told = z.infer<typeof Told>;

export interface Telling {
  /** What is new, and what has grown since it was told. */
  readonly findings: readonly Finding[];
  /** How many of those are suppressed. */
  readonly suppressed: number;
  readonly told: readonly Told[];
}

/**
 * Says what has not been told yet. A late event may move the beginning of a finding, and with it its id: it takes the
 * place of one of the same rule that shares an event with it and is no longer found.
 */
export function tell(found: readonly Finding[], told: readonly Told[]): Telling {
  const ids = new Set(found.map(({ id }) => id));
  const gone = told.filter(([id]) => !ids.has(id));
  const byEvent = new Map(gone.flatMap((one) => one[4].map((event) => [`${one[1]} ${event}`, one] as const)));
  const byId = new Map(told.map((one) => [one[0], one]));
  const fresh: Finding[] = [];
  for (const finding of found) {
    const events = finding.evidence.map(hashOf);
    const known = byId.get(finding.id) ?? events.map((event) => byEvent.get(`${finding.rule} ${event}`)).find(Boolean);
    if (known === undefined) fresh.push(finding);
    else if (known[2] < finding.count) fresh.push(finding.state === 'new' ? { ...finding, state: 'updated' } : finding);
    if (known !== undefined) byId.delete(known[0]);
    byId.set(finding.id, [finding.id, finding.rule, finding.count, Date.parse(finding.last), events]);
  }
  const findings = fresh.filter(({ state }) => state !== 'suppressed');
  return { findings, suppressed: fresh.length - findings.length, told: [...byId.values()] };
}
