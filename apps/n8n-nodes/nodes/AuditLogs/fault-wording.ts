import { providers } from '@trailhound/core';
import type { Fault } from '@trailhound/core/provider';
import { titleOf } from './fields/wording.ts';

const LABELS: ReadonlyMap<string, string> = new Map(Object.values(providers).map(({ id, label }) => [id, label]));

/** What the core says about a product, by its id. */
const SAID = new RegExp(
  String.raw`\b(${[...LABELS.keys()].join('|')})(?= (?:answered|cannot|did not|has no|sent|takes)\b)`,
  'g',
);

/** The fault in the words of the panel: products and fields by their labels. */
export function inPanelWords(fault: Fault): Fault {
  return { ...fault, message: byLabel(fieldByLabel(fault)), hint: byLabel(fault.hint) };
}

/** A text with the products in it named as the panel names them. */
export function byLabel(text: string): string {
  return text.replaceAll(SAID, (id) => LABELS.get(id) ?? id);
}

function fieldByLabel({ field, message }: Fault): string {
  const prefix = `${field}: `;
  return field !== undefined && message.startsWith(prefix)
    ? `${labelOf(field)}: ${message.slice(prefix.length)}`
    : message;
}

/** `since` is Since, and `filters.zendesk.sourceId` is Zendesk Filters → Source ID. */
function labelOf(field: string): string {
  const [name = '', product = '', filter] = field.split('.');
  const label = LABELS.get(product);
  return label === undefined || filter === undefined ? titleOf(name) : `${label} Filters → ${titleOf(filter)}`;
}
