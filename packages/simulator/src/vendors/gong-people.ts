import { CAST, type Person } from '../world/cast.ts';
import { pick } from '../world/chance.ts';
import type { Item } from '../world/log.ts';
import { HOSTILE_TEXT } from '../world/poison.ts';
import type { Fields, GongEntryContext } from './gong-entries.ts';
import type { GongSettings } from './gong-switches.ts';

/** Playbacks are many entries of one person and one call; everything else is by chance. */
export function actorOf(item: Item, { seed, log }: GongEntryContext): Person {
  return pick(CAST, seed, log, 'actor', log.includes('Play') ? Math.floor(item.number / 6) : item.number);
}

/** The person as Gong names one. */
export function who(person: Person, { settings }: GongEntryContext, item: Item): Fields {
  const userFullName = settings.hostileText ? HOSTILE_TEXT[item.number % HOSTILE_TEXT.length] : person.name;
  return { userId: gongId(person, settings), userEmailAddress: person.email, userFullName };
}

/** Bare numbers are written into the JSON text afterwards: a double would not hold them. */
export const BARE = '@@bare:';

function gongId({ gongId: id }: Person, { bareIds }: GongSettings): string {
  return bareIds ? `${BARE}${id}` : id;
}
