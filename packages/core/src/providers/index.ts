import type { Provider } from '../provider.ts';
import { ashby } from './ashby/index.ts';
import { gong } from './gong/index.ts';
import { zendesk } from './zendesk/index.ts';

export { GongCatalogueEntry } from './gong/index.ts';

/** Every provider, by id. The only place that knows them all. */
export const providers = { gong, zendesk, ashby } as const satisfies Readonly<Record<string, Provider>>;

/** The products that are known. */
export type ProviderId = keyof typeof providers;
