import type { AuditEvent } from '@trailhound/core';
import { asSaid, columns, createShortUids, harmless as clean } from '@trailhound/core/reply';
import { toEcs, toHec, toOcsf, type OcsfVersion } from '@trailhound/core/siem';
import type { IDataObject } from 'n8n-workflow';
import type { Host } from './host/host.ts';
import { ocsfVersionOf } from './query.ts';
import { SIMPLIFIED } from './simplified.mts';

type Shape = (event: AuditEvent, version: OcsfVersion) => object;

/** The shape of an event for each choice of Output. */
const SHAPES: Readonly<Record<string, Shape>> = {
  simplified: (event) => {
    const [row = []] = columns([event], { fields: SIMPLIFIED }).rows;
    // Missing values are null instead of absent, so that expressions can test for them.
    const shown = asSaid(row, Number.POSITIVE_INFINITY);
    return Object.fromEntries(SIMPLIFIED.map((name, index) => [name, shown[index] ?? (name === 'flags' ? '' : null)]));
  },
  event: (event) => without(event, 'raw'),
  eventAndRaw: (event) => event,
  ecs: (event) => toEcs(event),
  hec: (event, version) => toHec(event, { version }),
  ocsf: (event, version) => toOcsf(event, { version }),
  raw: ({ raw }) => (typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? raw : { raw }),
};

/** Whether a choice of Output needs the vendor's own entry. */
export function showsRaw(output: unknown): boolean {
  return output === 'eventAndRaw' || output === 'raw';
}

/** The object without one of its fields. */
export function without(fields: object, name: string): object {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => field !== name));
}

/** Shapes events as the user chose. */
export function shaperOf(
  host: Host,
  output = host.parameter('output', 'simplified'),
): (event: AuditEvent) => IDataObject {
  const shape = SHAPES[String(output)] ?? SHAPES['simplified'];
  const version = ocsfVersionOf(host);
  return (event) => (shape?.(event, version) ?? event) as IDataObject;
}

/** Events for an agent, with the columns named once. */
export function tableOf(events: readonly AuditEvent[]): IDataObject {
  const short = createShortUids();
  return { ...columns(events.map((event) => ({ ...event, uid: short(event.uid) }))) };
}

/** Longer texts tell a model nothing more. */
const LONGEST_TEXT = 500;

/** What an agent may send back must stay unchanged. */
const SENT_BACK: ReadonlySet<string> = new Set(['cursor', 'query']);

/** Cleans an answer for an agent: a model would read invisible text, and a client may fetch links in it. */
export function harmless(answer: IDataObject): IDataObject {
  const members = Object.entries(answer);
  return Object.fromEntries(
    members.map(([name, value]) =>
      SENT_BACK.has(name) ? [name, value] : [inertText(name), clean(value, { longest: LONGEST_TEXT })],
    ),
  );
}

function inertText(name: string): string {
  return clean(name, { longest: LONGEST_TEXT });
}
