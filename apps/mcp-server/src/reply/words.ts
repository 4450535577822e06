import { PROPERTIES, type Words } from '@trailhound/core/reply';
import { snake } from './json.ts';

/** What a query is made of, as the tools call it. */
export const ARGUMENTS: Words = { ...PROPERTIES, field: (path) => path.map(snake).join('.') };
