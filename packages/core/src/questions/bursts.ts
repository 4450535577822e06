import { present } from '../json.ts';
import type { Dated } from '../reading/order.ts';
import { personaOf } from '../reading/persona.ts';
import { joinPeople } from './people.ts';
import { rounded } from './silences.ts';

/** An hour in which somebody did more than usual. */
export interface Burst {
  readonly actor: string;
  /** Such as `2026-06-01T15:00+02:00`, in the time zone of the query. */
  readonly hour: string;
  readonly count: number;
  /** How much the actor does in the other hours with any event, on average; absent if there are none. */
  readonly usual?: number;
  /** In how many hours the actor did anything. */
  readonly hours: number;
  readonly firstUid: string;
}

interface BusyHour {
  count: number;
  firstUid: string;
  firstAt: number;
}

/** How many pairs of actor and hour are kept. */
const ROOM = 200_000;
const LEAST = 3;
const TIMES_USUAL = 2;

/** Finds the hours in which somebody did most, compared with the same actor's other hours. Takes events newest first. */
export function createBursts(hourOf: (at: number) => string, room = ROOM) {
  const actors = new Map<string, Map<string, BusyHour>>();
  let [kept, left] = [0, 0];
  return {
    add: ({ at, uid, event }: Dated): void => {
      const actor = personaOf(event);
      const hours = actors.get(actor) ?? new Map<string, BusyHour>();
      const label = hourOf(at);
      const known = hours.get(label);
      if (known !== undefined) {
        known.count += 1;
        known.firstUid = uid;
        known.firstAt = at;
      } else if (kept < room) {
        kept += 1;
        hours.set(label, { count: 1, firstUid: uid, firstAt: at });
        actors.set(actor, hours);
      } else left += 1;
    },
    /** How many events had no room. */
    left: (): number => left,
    build: (top: number): Burst[] =>
      joined(actors)
        .flatMap(([actor, hours]) => burstsOf(actor, hours))
        .toSorted((a, b) => excess(b) - excess(a) || b.count - a.count)
        .slice(0, top),
  };
}

type Hours = ReadonlyMap<string, BusyHour>;

/** The hours of each person, whatever each log calls them. */
function joined(actors: ReadonlyMap<string, Hours>): [actor: string, hours: Hours][] {
  const countIn = (hours: Hours): number => [...hours.values()].reduce((sum, { count }) => sum + count, 0);
  const tell = joinPeople(new Map([...actors].map(([text, hours]) => [text, countIn(hours)])));
  const people = new Map<unknown, [actor: string, hours: Map<string, BusyHour>]>();
  for (const [text, hours] of actors) {
    const person = tell(text);
    const [label, all] = people.get(person) ?? [person?.label ?? '', new Map<string, BusyHour>()];
    people.set(person, [label, all]);
    for (const [hour, one] of hours) all.set(hour, together(all.get(hour), one));
  }
  return [...people.values()];
}

function together(one: BusyHour | undefined, other: BusyHour): BusyHour {
  if (one === undefined) return other;
  const first = one.firstAt <= other.firstAt ? one : other;
  return { ...first, count: one.count + other.count };
}

function burstsOf(actor: string, hours: Hours): Burst[] {
  const total = [...hours.values()].reduce((sum, { count }) => sum + count, 0);
  return [...hours].flatMap(([hour, { count, firstUid }]) => {
    const usual = hours.size === 1 ? undefined : (total - count) / (hours.size - 1);
    if (count < LEAST || count < TIMES_USUAL * (usual ?? 0)) return [];
    return [{ actor, hour, count, ...present({ usual: usual && rounded(usual) }), hours: hours.size, firstUid }];
  });
}

/** By how much more than chance, so that two hundred beside fifty are more than six beside one. */
function excess({ count, usual = 0 }: Burst): number {
  return (count - usual) / Math.sqrt(usual + 1);
}
