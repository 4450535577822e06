import { addressMatcher } from '../address.ts';
import { targetsOf, type AuditEvent, type Target } from '../event.ts';
import type { Fingerprint } from '../guard/fingerprint.ts';
import { hasBareMarker } from '../guard/marker.ts';
import { withoutMarkup } from '../guard/markup.ts';
import { redactId } from '../guard/redact.ts';
import { present } from '../json.ts';
import type { Filters } from '../provider.ts';
import { narrowed } from './narrowed.ts';
import type { Wanted, WantedSpan } from './span-source.ts';
import type { Connection } from '../exchange/connection.ts';

/** Says whether an event is one that is wanted. */
export type Matches = (event: AuditEvent) => boolean;

/** How each part of a query is matched here, where the vendor does not filter by it. */
const TESTS: Readonly<Record<keyof Wanted, (wanted: Wanted) => Matches>> = {
  actor: (wanted) => (event) => isActor(event.actor, wanted.actor) || isActor(event.impersonator, wanted.actor),
  verbs:
    ({ verbs }) =>
    (event) =>
      verbs?.includes(event.verb) ?? true,
  actions:
    ({ actions }) =>
    (event) =>
      actions?.some((wanted) => same(wanted, event.action)) ?? true,
  target:
    ({ target = '' }) =>
    (event) =>
      targetsOf(event).some((one) => isTarget(one, target)),
  ip: ({ ip = '' }) => {
    const isWanted = addressMatcher(ip);
    return (event) => isWanted(event.ip);
  },
  text:
    ({ text = '' }) =>
    (event) =>
      texts(event).some((part) => holds(part, text)),
  flags:
    ({ flags }) =>
    (event) =>
      flags?.some((flag) => event.flags.includes(flag)) ?? true,
};

interface Shown {
  /** Whether secrets in the events are masked; they are unless said otherwise. */
  readonly redact?: boolean | undefined;
}

/** Matches events of a connection with what is wanted of them, as they are shown. */
export function matcher(wanted: Wanted, { fingerprint }: Pick<Connection, 'fingerprint'>, { redact }: Shown): Matches {
  const looked = redact === false ? wanted : asShown(wanted, fingerprint);
  const tests = (Object.keys(looked) as (keyof Wanted)[]).map((name) => TESTS[name](looked));
  return (event) => tests.every((test) => test(event));
}

/**
 * Matches stored events with all that is wanted of a span, as the vendor would answer; undefined where only the vendor
 * can tell what its native filters mean, or where a store shows a marker instead of what they name.
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
 * What is wanted as redacted events show it: who knows a whole id finds it, though a secret is masked in it. Text is only
 * looked for where it is shown, or secrets could be found out letter by letter.
 */
function asShown(wanted: Wanted, fingerprint: Fingerprint): Wanted {
  const shown = (name: string | undefined): string | undefined => {
    const clean = name && redactId(name, 'id', fingerprint);
    // Others look the same behind a marker without digits: nothing is found rather than what was not meant.
    return clean === undefined || hasBareMarker(clean) ? name : clean;
  };
  return { ...wanted, ...present({ actor: shown(wanted.actor), target: shown(wanted.target) }) };
}

/** An id is itself, an e-mail address in any case, a name also by a part of it. */
function isActor(actor: Partial<AuditEvent['actor']> | undefined, wanted = ''): boolean {
  if (actor === undefined) return false;
  if (actor.id === wanted || same(actor.email, wanted)) return true;
  return !wanted.includes('@') && holds(actor.name, wanted);
}

function isTarget(target: Target, wanted: string): boolean {
  const named = [target.id, `${target.type}:${target.id ?? ''}`, target.type].some((name) => same(name, wanted));
  return named || holds(target.name, wanted);
}

function texts(event: AuditEvent): (string | undefined)[] {
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

const TAKEN_APART = /(?:\]|<|:\/\/|www\.) /;

function holds(text: string | undefined, part: string): boolean {
  if (text === undefined) return false;
  const [whole, wanted] = [text.toLowerCase(), part.toLowerCase()];
  if (whole.includes(wanted)) return true;
  // Whoever read a text in an answer may ask for it as it stood there, with its links taken apart.
  return TAKEN_APART.test(wanted) && withoutMarkup(whole).includes(wanted);
}
