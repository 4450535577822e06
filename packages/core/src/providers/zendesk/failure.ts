import type { Ask, OtherAnswer } from '../../provider.ts';
import { byStatus, fail, type Said } from '../answers.ts';
import { readError, type ErrorShape } from './error-body.ts';
import { afterFailure, afterLimit } from './waiting.ts';

/** An error response, as far as it could be parsed. */
interface Heard extends Said {
  readonly shape: ErrorShape;
  readonly words: string;
}

type Reading = (heard: Heard, ask: Ask) => OtherAnswer;

/** NOTES: statuses. Everything else is interpreted by its status alone. */
const READINGS: Readonly<Record<number, Reading>> = {
  400: badRequest,
  401: unauthorized,
  403: forbidden,
  404: notFound,
  422: unprocessable,
  429: limited,
};

export function failure(said: Said, ask: Ask): OtherAnswer {
  const { shape, words } = readError(said.response);
  const heard = { ...said, vendorSaid: words, shape, words: words ?? '' };
  const { status } = said.response;
  if (status === 408 || (status >= 500 && status < 600)) return unavailable(heard, ask);
  const reading = Object.hasOwn(READINGS, status) ? READINGS[status] : undefined;
  return reading === undefined ? byStatus(heard) : reading(heard, ask);
}

const OF_PAGE_SIZE = /page.?size|per_page/i;
const OF_CURSOR = /cursor|page/i;
const OF_FILTER = /filter|created_at|actor_id|ip_address|source_(type|id)/i;

function badRequest(heard: Heard, { cursor }: Ask): OtherAnswer {
  const { words } = heard;
  if (/InvalidPaginationDepth/i.test(words)) {
    return fail(
      heard,
      'invalid_query',
      'Numbered pages end at 10,000 entries, cursors do not: a proxy on the way to Zendesk drops page[size].',
    );
  }
  const ofPosition = OF_CURSOR.test(words) || !OF_FILTER.test(words);
  if (cursor !== undefined && ofPosition && !OF_PAGE_SIZE.test(words)) {
    return fail(heard, 'invalid_query', 'Zendesk no longer accepts this cursor; read again from the start.', 'restart');
  }
  return fail(heard, 'invalid_query', 'Zendesk did not accept a filter or the page size; its message says which.');
}

function unauthorized(heard: Heard): OtherAnswer {
  if (heard.shape !== 'bare') {
    const hint =
      'The access token is expired, revoked or wrong. An API token is not an access token: use it with an e-mail address.';
    return fail(heard, 'unauthorized', hint, 'renew');
  }
  return fail(
    heard,
    'unauthorized',
    'Check the e-mail address and the API token. Zendesk deactivates API tokens that were not used for 30 days, and ' +
      'ends them all on 30 April 2027; an OAuth client replaces them.',
  );
}

const ROLE =
  'Reading the audit log requires an Enterprise plan, and an administrator or an agent whose role allows it.';
const SCOPE = 'grant the OAuth client and its token the scope auditlogs:read';

function forbidden(heard: Heard, { operation }: Ask): OtherAnswer {
  if (heard.shape === 'titled') return fail(heard, 'forbidden', ROLE);
  const scope = operation === 'export' ? `${SCOPE} (an export may need write as well)` : SCOPE;
  const scopeMissing = heard.shape === 'described' || heard.shape === 'oauth';
  if (scopeMissing) return fail(heard, 'forbidden', `The scope is missing: ${scope}.`);
  return fail(heard, 'forbidden', `${ROLE} With OAuth, ${scope}.`);
}

function notFound(heard: Heard, { operation }: Ask): OtherAnswer {
  if (/no help ?desk/i.test(heard.words)) {
    return fail(heard, 'not_found', 'There is no Zendesk at this address: check the subdomain.');
  }
  if (operation === 'show' && /RecordNotFound/i.test(heard.words)) {
    return fail(heard, 'not_found', 'The audit log has no entry with this id.');
  }
  return fail(
    heard,
    'not_found',
    'Check the subdomain or base URL. Zendesk may also answer this way when the plan or the role has no audit log.',
  );
}

function unprocessable(heard: Heard): OtherAnswer {
  return fail(
    heard,
    'invalid_query',
    'Zendesk understood the request but cannot answer it; its message says which value is wrong.',
  );
}

function limited(heard: Heard, { operation }: Ask): OtherAnswer {
  const hint =
    operation === 'export'
      ? 'Zendesk accepts one export a minute for the whole account; ask again when that has passed.'
      : 'All integrations of the account share its limit of requests per minute; the request is retried when Zendesk allows it.';
  return fail({ ...heard, wait: afterLimit(heard.response) }, 'rate_limited', hint);
}

function unavailable(heard: Heard, { operation }: Ask): OtherAnswer {
  if (operation === 'export') {
    const hint = 'It is not known whether Zendesk accepted the export: wait for its e-mail before asking again.';
    return fail(heard, 'unavailable', hint, 'refuse');
  }
  return byStatus({ ...heard, wait: afterFailure(heard.response) });
}
