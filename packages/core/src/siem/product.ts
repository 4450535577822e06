import type { Provider } from '../provider.ts';
import { providers } from '../providers/index.ts';

const known: Readonly<Record<string, Provider>> = providers;

/** The name of a product, or its id if this version does not know the product. */
export function productName(provider: string): string {
  return Object.hasOwn(known, provider) ? (known[provider]?.label ?? provider) : provider;
}
