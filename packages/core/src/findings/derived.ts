import { targetsOf, type AuditEvent } from '../event.ts';
import { namesIn } from './person.ts';
import { leaves, type Sight } from './sight.ts';

type Change = AuditEvent['changes'][number];

const FIRST_HOUR = 7;
const LAST_HOUR = 20;
/** Sunday is the day 0, and Saturday this one. */
const WEEKEND = 6;

/** One change as one text, so that a rule cannot take the field of one and the value of another. */
export function changeText({ field, from, to }: Change): string {
  return `${field}: ${sideText(from)} -> ${sideText(to)}`;
}

function sideText(side: unknown): string {
  return leaves(side).join(' ');
}

/** What a change adds, in words that were not there before: `Role: Administrator`. */
export function gainedBy({ field, from, to }: Change): string {
  const before = new Set(wordsIn(from).map((word) => word.toLowerCase()));
  return `${field}: ${wordsIn(to)
    .filter((word) => !before.has(word.toLowerCase()))
    .join(' ')}`;
}

function wordsIn(side: unknown): string[] {
  return sideText(side).split(/[\s,;|/]+/);
}

/** Whether a change makes a number smaller: `365 days` to `30 days`. */
export function isLowered({ from, to }: Change): boolean {
  const [before, after] = [from, to].map((side) => /^\D{0,20}(\d+(?:\.\d+)?)/.exec(sideText(side))?.[1]);
  return before !== undefined && after !== undefined && Number(after) < Number(before);
}

/** Whether somebody acts in the name of a person whose address has another domain. */
export function isFromOutside({ event: { actor, impersonator } }: Sight): boolean | undefined {
  const [own, other] = [actor.email, impersonator?.email].map((email) => email?.split('@')[1]?.toLowerCase());
  return other === undefined ? undefined : own !== other;
}

export function leftBefore({ event, at, around }: Sight): boolean | undefined {
  const left = around.roster?.leftAt(event.actor);
  return left === undefined ? undefined : at >= left;
}

export function isPrivileged({ event, around }: Sight): boolean | undefined {
  return around.roster?.isPrivileged(event.actor);
}

export function isSelf({ event }: Sight): boolean {
  const own = namesIn('actor', event);
  return namesIn('target', event).some((name) => own.includes(name));
}

const ROWS = /\bexport(?:ed|s|ing)?\b\D{0,40}?(\d[\d,.'\u{A0}\u{202F} ]*)/iu;

/** How many rows an export holds, if its message says so. */
export function exportedRows({ event }: Sight): number | undefined {
  if (event.verb !== 'export') return undefined;
  const digits = ROWS.exec(event.message)?.[1]?.replaceAll(/\D/g, '');
  return digits === undefined ? undefined : Number(digits);
}

/** By the clock of the person, or else of the question. */
export function isOffHours({ at, event, around }: Sight): boolean {
  const local = around.roster?.clockOf(event.actor) ?? around.local;
  const { hour, weekday } = local(at);
  return hour < FIRST_HOUR || hour >= LAST_HOUR || weekday % WEEKEND === 0;
}

const ADDRESS = /[\w.+%-]{1,64}@([\w-]+(?:\.[\w-]+)+)|https?:\/\/([\w.-]+)/gi;

/** The domains in the changes that are not the company's own. */
export function outsideDomains({ event, around }: Sight): string[] {
  const { ownDomains = [] } = around;
  const texts = [...event.changes.map(({ to }) => sideText(to)), ...targetsOf(event).map(({ name = '' }) => name)];
  const found = [...texts.join('\n').matchAll(ADDRESS)].map(([, ofMail, ofPage = '']) =>
    (ofMail ?? ofPage).toLowerCase(),
  );
  const isOwn = (domain: string): boolean => ownDomains.some((own) => domain === own || domain.endsWith(`.${own}`));
  return found.filter((domain) => !isOwn(domain));
}

/** The action, the targets, the message and the changes as one text, in which `CreateApiKey` is three words. */
export function allWords({ event }: Sight): string {
  const { action, message, changes } = event;
  const kinds = targetsOf(event).map(({ type }) => spaced(type));
  const changed = changes.flatMap(({ field, from, to }) => [spaced(field), sideText(from), sideText(to)]);
  return [spaced(action), ...kinds, message, ...changed].join(' ');
}

function spaced(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[_./-]/g, ' ');
}
