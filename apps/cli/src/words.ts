import { PROPERTIES, type Words } from '@trailhound/core/reply';
import { optionName } from './derived-options.ts';

/** The names of fields in answers and errors of this program. */
export const FLAGS: Words = { ...PROPERTIES, field: optionName };
