import * as z from 'zod';
import { isV4 } from '../../address.ts';
import type { AuditEvent } from '../../event.ts';
import type { Criteria, Filters, Narrowed } from '../../provider.ts';
import { complaint, describing, field, worded } from '../../wording.ts';
import { NO_ACTION, spellingsOf, VERB_OF } from './vocabulary.ts';

export const MAX_PAGE_SIZE = 100;

const EMPTY_LIST = 'An empty list would match everything; give at least one value, or leave the filter out.';
const BLANK = 'A blank value matches nothing; give a value, or leave the filter out.';

const MOST = 100;
const LONGEST = 1000;

const Word = z.string().trim().min(1, BLANK).max(LONGEST, `A value has at most ${LONGEST} characters.`);
const List = z.array(Word).min(1, EMPTY_LIST).max(MOST, `Give at most ${MOST} values at once.`);
const Words = z.union([Word, List], 'Give a text, or a list of texts.');

/** Ids are strings everywhere; numbers are accepted if they are exact. */
const Id = z.preprocess(
  (value: string | number) => (Number.isSafeInteger(value) ? String(value) : value),
  z
    .string('Give the id as digits, in quotes.')
    .trim()
    .regex(/^\d{1,20}$/, 'An id consists of digits only.'),
);

/** Every filter of the list, and the page size. */
export const ZendeskFilters = z
  .strictObject({
    action: Words.optional().describe(
      'Only entries with this action, or with any of a list. Documented are create, update, destroy, exported and ' +
        'login; other words are passed on as they are.',
    ),
    actorId: Id.optional().describe(
      'Only entries of this actor, by numeric user id. Zendesk cannot filter by name or e-mail address here.',
    ),
    ipAddress: Word.optional().describe('Only entries from exactly this IP address.'),
    sourceType: Words.optional().describe(
      'Only entries about this kind of item, or any of a list, such as user, account_setting, ticket_field, ' +
        'permission_set or zendesk/app_market/app. Where Zendesk has several names for a kind all are asked for: ' +
        'apitoken and api_token mean the same; automation, macro, trigger and view also bring entries that Zendesk ' +
        'calls rule (which may be about another of the four), and rule brings all of them.',
    ),
    sourceId: Id.optional().meta(
      describing(
        worded`Only entries about the item with this numeric id. Needs ${field('sourceType')} too, as ids are unique within a kind only.`,
      ),
    ),
    pageSize: z
      .int('Give a whole number.')
      .min(1, 'A page holds at least 1 entry.')
      .optional()
      .describe('Entries per request, 1 to 100. More than 100 counts as 100, which is also the default.')
      .meta({ paging: true }),
  })
  .superRefine((filters, context) => {
    if (filters.sourceId === undefined || filters.sourceType !== undefined) return;
    const [id, type] = [field('sourceId'), field('sourceType')];
    const said = worded`${id} works only together with ${type}; add one, such as ${type}: user`;
    context.addIssue(complaint(id, said));
  });

/** The filters after validation. */
export type CheckedFilters = z.output<typeof ZendeskFilters>;

const ID = /^\d{1,20}$/;
const NATIVE_ACTION = /^[a-z_]+$/;
const ITEM = /^([a-z][\w/]*):(\d{1,20})$/;

/** Pushes down what Zendesk can filter by. Criteria that are pushed but not taken are only a prefilter. */
export function narrow(criteria: Criteria): Narrowed {
  const parts = [byActor(criteria), byIp(criteria), byAction(criteria), byTarget(criteria)];
  return {
    filters: Object.assign({}, ...parts.map((part) => part.filters)),
    took: parts.flatMap((part) => part.took),
  };
}

const NOTHING: Narrowed = { filters: {}, took: [] };

function byActor({ actor }: Criteria): Narrowed {
  return actor !== undefined && ID.test(actor) ? took('actor', { actorId: actor }) : NOTHING;
}

/** IPv6 has many spellings, and Zendesk does not say which of them it compares. */
function byIp({ ip }: Criteria): Narrowed {
  return ip !== undefined && isV4(ip) ? took('ip', { ipAddress: ip }) : NOTHING;
}

/** Both criteria use the same native filter for actions. If both are given, the narrower one is pushed down. */
function byAction({ actions = [], verbs = [] }: Criteria): Narrowed {
  if (actions.length > 0) return actions.every(isNative) ? took('actions', { action: actions }) : NOTHING;
  const perVerb = verbs.map((verb) => Object.keys(VERB_OF).filter((action) => VERB_OF[action] === verb));
  // A verb without native actions, such as `other`, is an open set that cannot be requested.
  const askable = perVerb.length > 0 && perVerb.every((natives) => natives.length > 0);
  return askable ? took('verbs', { action: perVerb.flat() }) : NOTHING;
}

/** Zendesk would find nothing for our placeholder or for other capitals. */
function isNative(action: string): boolean {
  return NATIVE_ACTION.test(action) && action !== NO_ACTION;
}

function byTarget({ target }: Criteria): Narrowed {
  const [, sourceType, sourceId] = ITEM.exec(target ?? '') ?? [];
  if (sourceType === undefined) return NOTHING;
  const filters = { sourceType, sourceId };
  // If there are several spellings, Zendesk also returns those that the criterion does not name.
  return spellingsOf(sourceType).length === 1 ? took('target', filters) : { filters, took: [] };
}

/** Evaluates the same filters over stored events. */
export function matches(filters: CheckedFilters, { action, actor, ip, target }: AuditEvent): boolean {
  const { actorId, ipAddress, sourceType, sourceId } = filters;
  const asked: readonly (readonly [wanted: readonly string[], value: string | undefined])[] = [
    [words(filters.action), action],
    [words(actorId), actor.id],
    [words(ipAddress), ip],
    [words(sourceType).flatMap(spellingsOf), target?.type],
    [words(sourceId), target?.id],
  ];
  return asked.every(([wanted, value]) => wanted.length === 0 || (value !== undefined && wanted.includes(value)));
}

/** The values of a filter, one or many. */
export function words(value: string | readonly string[] = []): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

function took(criterion: keyof Criteria, filters: Filters): Narrowed {
  return { filters, took: [criterion] };
}
