import { atWork, CAST, type Person } from '../../world/cast.ts';
import { pick, whole } from '../../world/chance.ts';
import type { Item } from '../../world/log.ts';
import { HOSTILE_TEXT } from '../../world/poison.ts';
import type { Fields, GongEntryContext } from './context.ts';
import type { GongSettings } from './switches.ts';

/** Consecutive playback entries belong to one person and call; everything else is done by somebody who is at work. */
export function actorOf({ number, time }: Item, { world: { seed }, log }: GongEntryContext): Person {
  if (log.includes('Play')) return pick(CAST, seed, log, 'actor', Math.floor(number / 6));
  return pick(atWork(time), seed, log, 'actor', number);
}

/** Twenty digits, which a double cannot represent. */
export function gongId({ name }: Person): string {
  return `7${nineDigits('gong', name)}${nineDigits(name, 'gong')}7`;
}

function nineDigits(...keys: string[]): string {
  return String(whole(1e9, ...keys)).padStart(9, '0');
}

/** The person in Gong's format. */
export function who(person: Person, { settings }: GongEntryContext, item: Item): Fields {
  const userFullName = settings.hostileText ? HOSTILE_TEXT[item.number % HOSTILE_TEXT.length] : person.name;
  return { userId: idText(gongId(person), settings), userEmailAddress: person.email, userFullName };
}

const BARE = '@@bare:';
const BARE_TEXT = new RegExp(`"${BARE}(\\d+)"`, 'g');

/** Marks ids that become bare numbers in the JSON text later, because doubles cannot represent them. */
export function idText(id: string, { bareIds }: Pick<GongSettings, 'bareIds'>): string {
  return bareIds ? `${BARE}${id}` : id;
}

/** Turns marked ids into numbers in the JSON text, with every digit. */
export function withBareIds(json: string): string {
  return json.replaceAll(BARE_TEXT, '$1');
}

/** What a careful reader makes of bare numbers. */
export function readBareIds(entry: Fields): Fields {
  return Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, readBareId(value)]));
}

function readBareId(value: unknown): unknown {
  return typeof value === 'string' && value.startsWith(BARE) ? value.slice(BARE.length) : value;
}
