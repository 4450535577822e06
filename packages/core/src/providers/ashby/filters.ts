import * as z from 'zod';
import type { AuditEvent } from '../../event.ts';
import type { Criteria, Narrowed } from '../../provider.ts';
import { describing, field, worded } from '../../wording.ts';

/** Ashby's maximum, for values in a filter and for entries on a page. */
export const MOST = 100;

const LONGEST = 1000;

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

const [TYPES, CATEGORIES] = [field('targetTypes'), field('categories')];
const EITHER = worded`Ashby joins ${TYPES} and ${CATEGORIES} with OR: an entry that fits either of them comes back.`;

/** Ashby ignores an empty list, so an empty filter would silently turn into "everything" (NOTES: filters). */
function values(): z.ZodArray<z.ZodString> {
  return z
    .array(z.string().trim().min(1, 'must not hold a blank value').max(LONGEST, `has at most ${LONGEST} characters`))
    .min(1, 'must not be empty: Ashby ignores an empty list and would send everything. Leave it out or name a value')
    .max(MOST, `holds more than ${MOST} values, which Ashby refuses. Ask once per ${MOST} values and join the events`);
}

export const filters = z.strictObject({
  actorIds: values()
    .optional()
    .describe(
      'Only entries of the actors with these ids, up to 100: ids of people, of the service account behind an API key, ' +
        'or of Ashby support staff. No e-mail addresses, names or actor types.',
    ),
  targetIds: values()
    .optional()
    .meta(
      describing(
        worded`Only entries about the things with these ids, up to 100, such as the id of a job. With ${CATEGORIES}: what happened in that way to these things.`,
      ),
    ),
  targetTypes: values()
    .optional()
    .meta(
      describing(
        worded`Only entries about these kinds of things, up to 100, such as job or app_user. ${EITHER} So use it without ${CATEGORIES}. A type that is not in Ashby's Audit Log Vocabulary is refused.`,
      ),
    ),
  categories: values()
    .optional()
    .meta(
      describing(
        worded`Only entries of these categories, up to 100, such as JobStatusChanged. ${EITHER} A category belongs to one target type anyway, so use it without ${TYPES}. One that is not in Ashby's Audit Log Vocabulary is refused.`,
      ),
    ),
  limit: z
    .int()
    .min(1)
    .optional()
    .describe(
      `How many entries Ashby sends per page, from 1 to ${MOST}, which is also the default; more counts as ${MOST}. ` +
        'It does not limit how many events come back.',
    )
    .meta({ paging: true }),
});

/** The filters after validation. */
export type AshbyFilters = z.output<typeof filters>;

const PUSHED = { actor: 'actorIds', target: 'targetIds' } as const;

/**
 * Ashby can only filter by exact ids. `actions` are filtered locally although categories exist: Ashby rejects unknown
 * ones, where an empty answer is correct, and ORs them with the caller's targetTypes (NOTES: filters).
 */
export function narrow(criteria: Criteria): Narrowed {
  const took = (['actor', 'target'] as const).filter((name) => UUID.test(criteria[name] ?? ''));
  return { took, filters: Object.fromEntries(took.map((name) => [PUSHED[name], [criteria[name]?.toLowerCase()]])) };
}

/** Evaluates the same filters over stored events: types and categories are alternatives (NOTES: filters). */
export function matches(
  { actorIds, targetIds, targetTypes, categories }: AshbyFilters,
  { actor, target, action }: AuditEvent,
): boolean {
  const ofKind = targetTypes === undefined && categories === undefined;
  return (
    (actorIds === undefined || names(actorIds, actor.id)) &&
    (targetIds === undefined || names(targetIds, target?.id)) &&
    (ofKind || names(targetTypes, target?.type) || names(categories, action))
  );
}

/** Ignores case, because UUIDs do. */
function names(wanted: readonly string[] = [], value = ''): boolean {
  return wanted.some((one) => one.toLowerCase() === value.toLowerCase());
}
