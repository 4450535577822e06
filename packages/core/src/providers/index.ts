import type { Provider } from '../provider.ts';
import { ashby } from './ashby/index.ts';
import { gong } from './gong/index.ts';
import { zendesk } from './zendesk/index.ts';

export { GongCatalogueEntry } from './gong/index.ts';

/** All built-in providers, by id. This is the only file that knows all of them. */
export const providers = { gong, zendesk, ashby } as const satisfies Readonly<Record<string, Provider>>;

/** The id of a built-in provider. */
export type ProviderId = keyof typeof providers;
