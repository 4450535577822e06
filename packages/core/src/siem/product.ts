import type { Provider } from '../provider.ts';
import { providers } from '../providers/index.ts';

const known: Readonly<Record<string, Provider>> = providers;

/** What people call a product; the id of one that this version does not know. */
export function productName(provider: string): string {
  return Object.hasOwn(known, provider) ? (known[provider]?.label ?? provider) : provider;
}
