import { PROPERTIES, type Words } from '@trailhound/core/reply';
import { argumentOf } from '../tools/fields.ts';
import { snake } from '@trailhound/program';

/** Query fields by the names of tool arguments; a product's native filters are ordinary arguments. */
export const ARGUMENTS: Words = {
  ...PROPERTIES,
  field: ([name = '', product, filter, ...rest]) =>
    name === 'filters' && product !== undefined && filter !== undefined
      ? [argumentOf(filter), ...rest].join('.')
      : [name, product, filter, ...rest].flatMap((part) => (part === undefined ? [] : [snake(part)])).join('.'),
};
