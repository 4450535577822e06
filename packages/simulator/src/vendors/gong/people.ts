import { atWork, CAST, type Person } from '../../world/cast.ts';
import { pick, whole } from '../../world/chance.ts';
import type { Item } from '../../world/log.ts';
import { HOSTILE_TEXT } from '../../world/poison.ts';
import type { Fields, GongEntryContext } from './context.ts';
import type { GongSettings } from './switches.ts';

/** Playbacks are many entries of one person and one call; everything else is by somebody who is at work. */
export function actorOf({ number, time }: Item, { seed, log }: GongEntryContext): Person {
  if (log.includes('Play')) return pick(CAST, seed, log, 'actor', Math.floor(number / 6));
  return pick(atWork(time), seed, log, 'actor', number);
}

/** Twenty digits: more than a double holds. */
export function gongId({ name }: Person): string {
  return `7${nineDigits('gong', name)}${nineDigits(name, 'gong')}7`;
}

function nineDigits(...keys: string[]): string {
  return String(whole(1e9, ...keys)).padStart(9, '0');
}

/** The person as Gong names one. */
export function who(person: Person, { settings }: GongEntryContext, item: Item): Fields {
  const userFullName = settings.hostileText ? HOSTILE_TEXT[item.number % HOSTILE_TEXT.length] : person.name;
  return { userId: idText(gongId(person), settings), userEmailAddress: person.email, userFullName };
}

const BARE = '@@bare:';
const BARE_TEXT = new RegExp(`"${BARE}(\\d+)"`, 'g');

/** Bare numbers are written into the JSON text afterwards: a double would not hold them. */
export function idText(id: string, { bareIds }: Pick<GongSettings, 'bareIds'>): string {
  return bareIds ? `${BARE}${id}` : id;
}

/** Ids that were marked are numbers in this JSON text, with every digit. */
export function withBareIds(json: string): string {
  return json.replaceAll(BARE_TEXT, '$1');
}

/** What bare numbers are once a careful reader has read them. */
export function readBareIds(entry: Fields): Fields {
  return Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, readBareId(value)]));
}

function readBareId(value: unknown): unknown {
  return typeof value === 'string' && value.startsWith(BARE) ? value.slice(BARE.length) : value;
}
