import type { AuditEvent } from '@trailhound/core';
import { asSaid, columns, harmless as clean } from '@trailhound/core/reply';
import type { IDataObject } from 'n8n-workflow';
import { SIMPLIFIED } from './simplified.mts';

type Shape = (event: AuditEvent) => object;

/** How each choice of Output shows an event. */
const SHAPES: Readonly<Record<string, Shape>> = {
  simplified: (event) => {
    const [row = []] = columns([event], { fields: SIMPLIFIED }).rows;
    // Empty where there are none, so that an expression may look for one.
    const shown = asSaid(row, Number.POSITIVE_INFINITY);
    return Object.fromEntries(SIMPLIFIED.map((name, index) => [name, shown[index] ?? (name === 'flags' ? '' : null)]));
  },
  event: (event) => without(event, 'raw'),
  eventAndRaw: (event) => event,
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

/** The events as the user wants them. */
export function shaperOf(output: unknown): (event: AuditEvent) => IDataObject {
  const shape = SHAPES[String(output)] ?? SHAPES['simplified'];
  return (event) => (shape?.(event) ?? event) as IDataObject;
}

/** Events for an agent: columns named once. */
export function tableOf(events: Iterable<AuditEvent>): IDataObject {
  return { ...columns(events) };
}

/** A text longer than this tells a model nothing more. */
const LONGEST_TEXT = 500;

/** What an agent may send back has to stay as it is. */
const SENT_BACK: ReadonlySet<string> = new Set(['cursor', 'query']);

/** An answer for an agent. What nobody sees, a model would read; what is a link, whoever shows its words would fetch. */
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
