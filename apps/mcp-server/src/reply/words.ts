import { PROPERTIES, type Words } from '@trailhound/core/reply';
import { argumentOf } from '../tools/fields.ts';
import { snake } from '@trailhound/program';

/** What a query is made of, as the tools call it: a product's own filters are arguments like the others. */
export const ARGUMENTS: Words = {
  ...PROPERTIES,
  field: ([name = '', product, filter, ...rest]) =>
    name === 'filters' && product !== undefined && filter !== undefined
      ? [argumentOf(filter), ...rest].join('.')
      : [name, product, filter, ...rest].flatMap((part) => (part === undefined ? [] : [snake(part)])).join('.'),
};
