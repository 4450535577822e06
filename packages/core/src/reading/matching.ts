import { addressMatcher } from '../address.ts';
import { targetsOf, type AuditEvent, type Target } from '../event.ts';
import type { Fingerprint } from '../guard/fingerprint.ts';
import { hasBareMarker } from '../guard/marker.ts';
import { withoutMarkup } from '../guard/markup.ts';
import { redactId } from '../guard/redact.ts';
import { present } from '../json.ts';
import { domainOf } from '../label.ts';
import type { Filters } from '../provider.ts';
import { remember } from '../remember.ts';
import { hoursTest } from './hours.ts';
import { narrowed } from './narrowed.ts';
import type { Wanted, WantedSpan } from './span-source.ts';
import { synonymTest } from './synonyms.ts';
import type { Connection } from '../exchange/connection.ts';

/** Tests whether an event matches. */
export type Matches = (event: AuditEvent) => boolean;

/** A query has one, and many events are compared with it. */
const addresses = remember(addressMatcher, 16);

type Test = (event: AuditEvent, wanted: Wanted) => boolean;

/** How each criterion is matched locally, where the vendor cannot filter by it. */
const TESTS: Readonly<Record<keyof Wanted, Test>> = {
  actor: ({ actor, impersonator }, wanted) => isActor(actor, wanted.actor) || isActor(impersonator, wanted.actor),
  actorDomain: ({ actor }, { actorDomain = '' }) => isDomain(domainOf(actor.email), actorDomain.toLowerCase()),
  impersonator: ({ impersonator }, wanted) =>
    isActor(impersonator, wanted.impersonator) || same(impersonator?.company, wanted.impersonator ?? ''),
  verbs: ({ verb }, { verbs }) => verbs?.includes(verb) ?? true,
  actions: ({ action }, { actions }) => actions?.some((wanted) => same(wanted, action)) ?? true,
  categories: ({ category }, { categories }) => categories?.some((wanted) => same(wanted, category)) ?? true,
  hours: ({ time }, { hours }) => hours === undefined || hoursTest(hours)(Date.parse(time)),
  target: (event, { target = '' }) => targetsOf(event).some((one) => isTarget(one, target)),
  ip: (event, { ip = '' }) => addresses(ip)(event.ip),
  text: (event, { text = '' }) => {
    const isAlike = synonymTest(text);
    return textsOf(event).some((part) => holds(part, text) || (part !== undefined && isAlike(part)));
  },
  flags: (event, { flags }) => flags?.some((flag) => event.flags.includes(flag)) ?? true,
};

interface Shown {
  /** Whether secrets in the events are masked; true by default. */
  readonly redact?: boolean | undefined;
}

/** Matches the events of a connection as they are shown, that is, after redaction. */
export function matcher(wanted: Wanted, { fingerprint }: Pick<Connection, 'fingerprint'>, { redact }: Shown): Matches {
  return meeting(redact === false ? wanted : asShown(wanted, fingerprint));
}

/** Matches events that meet the criteria as they are written. */
export function meeting(wanted: Wanted): Matches {
  const asked = (Object.keys(wanted) as (keyof Wanted)[]).filter((name) => wanted[name] !== undefined);
  const tests = asked.map((name) => TESTS[name]);
  return (event) => tests.every((test) => test(event, wanted));
}

/**
 * Matches stored events with everything a span asks for, just as the vendor would. Undefined if only the vendor can
 * evaluate its native filters, or if the store holds a marker in place of the value to filter by.
 */
export function storedMatcher(span: Omit<WantedSpan, 'window' | 'order'>, shown: Shown): Matches | undefined {
  const { connection, wanted } = span;
  const { provider, fingerprint } = connection;
  const { filters, rest } = narrowed(span);
  const { matches } = provider;
  const isTold = shown.redact === false || !isMasked(filters, fingerprint);
  if (matches !== undefined && isTold) {
    const isWanted = matcher(rest, connection, shown);
    return (event) => matches(filters, event) && isWanted(event);
  }
  return Object.keys(span.filters).length === 0 ? matcher(wanted, connection, shown) : undefined;
}

function isMasked(filters: Filters, fingerprint: Fingerprint): boolean {
  const values = Object.values(filters).flat();
  return values.some((value) => typeof value === 'string' && redactId(value, 'id', fingerprint) !== value);
}

/**
 * The criteria as redacted events show them, so that somebody who knows a whole id finds it even though a part of it is
 * masked. Text is only searched after redaction, or secrets could be guessed letter by letter.
 */
export function asShown(wanted: Wanted, fingerprint: Fingerprint): Wanted {
  const shown = (name: string | undefined): string | undefined => {
    const clean = name && redactId(name, 'id', fingerprint);
    // Different secrets share a marker without a fingerprint: better no match than a wrong one.
    return clean === undefined || hasBareMarker(clean) ? name : clean;
  };
  return {
    ...wanted,
    ...present({
      actor: shown(wanted.actor),
      impersonator: shown(wanted.impersonator),
      target: shown(wanted.target),
    }),
  };
}

/** Whether a query for this actor means them: ids match exactly, e-mail addresses in any case, names also in part. */
export function isActor(actor: Partial<AuditEvent['actor']> | undefined, wanted = ''): boolean {
  if (actor === undefined) return false;
  if (actor.id === wanted || same(actor.email, wanted)) return true;
  return !wanted.includes('@') && holds(actor.name, wanted);
}

/** With or without an at sign. People of a subdomain are of another domain. */
function isDomain(domain: string | undefined, wanted: string): boolean {
  return domain !== undefined && domain === wanted.replace(/^@/, '');
}

function isTarget(target: Target, wanted: string): boolean {
  const named = [target.id, `${target.type}:${target.id ?? ''}`, target.type].some((name) => same(name, wanted));
  return named || holds(target.name, wanted);
}

/** Everything that a text is looked for in. */
export function textsOf(event: AuditEvent): (string | undefined)[] {
  const { message, action, category, actor, changes } = event;
  const changed = changes.flatMap(({ field, from, to }) => [field, said(from), said(to)]);
  return [message, action, category, actor.name, actor.email, ...targetsOf(event).map(({ name }) => name), ...changed];
}

function said(value: unknown): string | undefined {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function same(a: string | undefined, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase();
}

/** Whether who looks for this finds it as it was written, and not also as an answer shows it. */
export function isAsWritten(part: string): boolean {
  return !TAKEN_APART.test(part.toLowerCase());
}

const TAKEN_APART = /(?:\]|<|:\/\/|www\.) /;

function holds(text: string | undefined, part: string): boolean {
  if (text === undefined) return false;
  const [whole, wanted] = [text.toLowerCase(), part.toLowerCase()];
  if (whole.includes(wanted)) return true;
  // Text copied from an answer has its links defanged, so match it against the defanged text too.
  return !isAsWritten(wanted) && withoutMarkup(whole).includes(wanted);
}
