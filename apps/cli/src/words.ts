import { PROPERTIES, type Words } from '@trailhound/core/reply';
import { optionName } from './derived-options.ts';

/** What answers and errors call the things that a person can change here. */
export const FLAGS: Words = { ...PROPERTIES, field: optionName };
