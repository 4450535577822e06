import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

const SHORT_WORDS: Readonly<Record<string, string>> = { id: 'ID', ids: 'IDs', ip: 'IP', ocsf: 'OCSF' };

/** Converts `actorIds` and `vendor_staff` to n8n's style: Actor IDs, Vendor Staff. */
export function titleOf(name: string): string {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[\s_]+/)
    .map((word) => word.toLowerCase());
  return words.map((word) => SHORT_WORDS[word] ?? `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join(' ');
}

/** Converts a provider's label to title case: Access key secret becomes Access Key Secret. */
export function titleCase(label: string): string {
  return label.replaceAll(/(?<=^|[\s-])(?!(?:a|and|by|in|of|or|per|to)\b)[a-z]/g, (letter) => letter.toUpperCase());
}

/** Removes the full stop of a single sentence, as n8n's descriptions have none. */
export function sentenceOf(text: string): string {
  return /\.\s/.test(text) ? text : text.replace(/\.$/, '');
}

/** Sorts fields by label, as n8n does. */
export function byLabel(a: INodeProperties, b: INodeProperties): number {
  return a.displayName.localeCompare(b.displayName);
}

/** Sorts options by name, as n8n does. */
export function byName(a: INodePropertyOptions, b: INodePropertyOptions): number {
  return a.name.localeCompare(b.name);
}
