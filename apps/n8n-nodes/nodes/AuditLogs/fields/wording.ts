import type { INodePropertyOptions } from 'n8n-workflow';

const SHORT_WORDS: Readonly<Record<string, string>> = { id: 'ID', ids: 'IDs', ip: 'IP' };

/** `actorIds` and `vendor_staff` as n8n writes names: Actor IDs, Vendor Staff. */
export function titleOf(name: string): string {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[\s_]+/)
    .map((word) => word.toLowerCase());
  return words.map((word) => SHORT_WORDS[word] ?? `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join(' ');
}

/** A label of a provider's as n8n writes labels: Access key secret becomes Access Key Secret. */
export function titleCase(label: string): string {
  return label.replaceAll(/(?<=^|[\s-])(?!(?:a|and|by|in|of|or|per|to)\b)[a-z]/g, (letter) => letter.toUpperCase());
}

/** n8n ends a description of one sentence without a full stop. */
export function sentenceOf(text: string): string {
  return /\.\s/.test(text) ? text : text.replace(/\.$/, '');
}

/** n8n sorts options by name. */
export function byName(a: INodePropertyOptions, b: INodePropertyOptions): number {
  return a.name.localeCompare(b.name);
}
