import { describe, expect, test } from 'vitest';
import { targetsOf, type AuditEvent } from '../../src/event.ts';
import { createGroup, type Grouping } from '../../src/questions/groups.ts';
import { events, search } from '../../src/questions/search.ts';
import { summarize, type SummaryInput } from '../../src/questions/summarize.ts';
import { all, simulated, whoIn, type Simulated } from './world.ts';

const HOUR = 3_600_000;

function connections(world: Simulated) {
  return (['gong', 'zendesk', 'ashby'] as const).map((vendor) => world.connect(vendor));
}

const world = simulated({ events: 600 });
const found = await all(events(connections(world), { since: '20d' }));

const who = whoIn(found);

async function ask(input: SummaryInput) {
  return summarize(connections(world), { since: '20d', top: 1000, ...input });
}

/** A group the long way: the events of each key. */
function folded(keysOf: (event: AuditEvent) => readonly string[]): Map<string, AuditEvent[]> {
  const rows = new Map<string, AuditEvent[]>();
  for (const event of found) for (const key of keysOf(event)) rows.set(key, [...(rows.get(key) ?? []), event]);
  return rows;
}

describe('A summary by two dimensions', () => {
  test('counts each pair, and says when it was first and last seen', async () => {
    const { groups, histogram } = await ask({ by: ['actor', 'ip'] });
    const expected = folded((event) => (event.ip === undefined ? [] : [`${who(event)} ${event.ip}`]));
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({ by: 'actor', with: 'ip', distinct: expected.size, error: 0 });
    expect(groups[0]?.top).toHaveLength(expected.size);
    for (const row of groups[0]?.top ?? []) {
      const of = expected.get(`${row.value} ${row.with}`) ?? [];
      expect([row.count, row.first, row.last]).toEqual([of.length, of.at(-1)?.time, of[0]?.time]);
    }
    expect(histogram).toBeUndefined();
  });

  test('counts an event once for each pair of its values', async () => {
    const { groups } = await ask({ by: ['target', 'verb'] });
    const pairs = found.reduce(
      (sum, event) => sum + new Set(targetsOf(event).map((one) => JSON.stringify(one))).size,
      0,
    );
    expect(groups[0]?.top.reduce((sum, { count }) => sum + count, 0)).toBe(pairs);
  });

  test('names three or more each alone', async () => {
    const { groups } = await ask({ by: ['actor', 'ip', 'verb'] });
    expect(groups.map(({ by, with: second }) => [by, second])).toEqual([
      ['actor', undefined],
      ['ip', undefined],
      ['verb', undefined],
    ]);
  });

  test('takes a dimension that is named twice once', async () => {
    expect((await ask({ by: ['verb', 'verb'] })).groups).toEqual((await ask({ by: ['verb'] })).groups);
  });
});

describe('Distinct values', () => {
  test('are counted per row, and rows are sorted by them', async () => {
    const { groups } = await ask({ by: ['actor', 'day'], distinct: 'ip', sort: 'distinct' });
    const expected = folded((event) => [`${who(event)} ${event.time.slice(0, 10)}`]);
    const top = groups[0]?.top ?? [];
    for (const { value, with: day, distinct } of top) {
      const ips = (expected.get(`${value} ${day}`) ?? []).flatMap(({ ip }) => (ip === undefined ? [] : [ip]));
      expect(distinct).toBe(new Set(ips).size);
    }
    const counts = top.map(({ distinct = 0 }) => distinct);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    expect(counts[0]).toBeGreaterThan(1);
  });

  test('cannot be sorted by if nobody said of what', async () => {
    await expect(ask({ by: ['actor'], sort: 'distinct' })).rejects.toMatchObject({
      fault: { code: 'invalid_query', field: 'sort', hint: expect.stringContaining('distinct') },
    });
  });
});

describe('Rows', () => {
  test('come with the earliest first time first, or with the latest last time first', async () => {
    const [firsts] = (await ask({ by: ['actor'], sort: 'first' })).groups;
    const [lasts] = (await ask({ by: ['actor'], sort: 'last' })).groups;
    expect(firsts?.top.map(({ first }) => first)).toEqual(firsts?.top.map(({ first }) => first).toSorted());
    expect(firsts?.top[0]?.first).toBe(found.at(-1)?.time);
    expect(lasts?.top[0]?.last).toBe(found[0]?.time);
  });

  test('are by day, weekday and hour of the time zone', async () => {
    const inTime = async (timeZone: string, by: NonNullable<SummaryInput['by']>) =>
      (await ask({ timeZone, by, top: 1, sort: 'last' })).groups[0]?.top[0];
    const last = new Date(found[0]?.time ?? '');
    const kolkata = new Date(last.getTime() + 5.5 * HOUR).toISOString();
    expect((await inTime('Asia/Kolkata', ['day']))?.value).toBe(kolkata.slice(0, 10));
    expect((await inTime('Asia/Kolkata', ['hour']))?.value).toBe(`${kolkata.slice(0, 13)}:00+05:30`);
    expect((await inTime('Asia/Kolkata', ['hour_of_day']))?.value).toBe(kolkata.slice(11, 13));
    const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'Asia/Kolkata' }).format(last);
    expect((await inTime('Asia/Kolkata', ['weekday']))?.value).toBe(weekday.toLowerCase());
    expect((await inTime('UTC', ['hour']))?.value).toBe(`${last.toISOString().slice(0, 13)}:00Z`);
  });

  test('by actor say how much of it somebody else did in that name', async () => {
    const [group] = (await ask({ by: ['actor'] })).groups;
    const expected = folded((event) => [who(event)]);
    for (const { value, impersonated = 0 } of group?.top ?? []) {
      const foreign = (expected.get(value) ?? []).filter(({ flags }) => flags.includes('impersonated'));
      expect(impersonated).toBe(foreign.length);
    }
    expect(group?.top.some(({ impersonated }) => impersonated !== undefined)).toBe(true);
  });

  test('by impersonator hold only what was done in the name of somebody else', async () => {
    const [group] = (await ask({ by: ['impersonator', 'actor'] })).groups;
    const foreign = found.filter(({ impersonator }) => impersonator !== undefined);
    expect(group?.top.reduce((sum, { count }) => sum + count, 0)).toBe(foreign.length);
    expect(foreign.length).toBeGreaterThan(0);
  });

  test('by domain join all people of a company, whatever the case of the letters', async () => {
    const [group] = (await ask({ by: ['actor_domain'] })).groups;
    const expected = folded(({ actor: { email } }) =>
      email === undefined ? [] : [email.split('@')[1]?.toLowerCase() ?? ''],
    );
    expect(Object.fromEntries(group?.top.map(({ value, count }) => [value, count]) ?? [])).toEqual(
      Object.fromEntries([...expected].map(([domain, of]) => [domain, of.length])),
    );
  });
});

describe('One person', () => {
  test('is one row with everything, and known as what each log says', async () => {
    const [group] = (await ask({ by: ['actor'] })).groups;
    const dana = group?.top.find(({ value }) => value === 'dana.doe@example.com');
    const own = found.filter((event) => who(event) === 'dana.doe@example.com');
    expect(new Set(own.map(({ provider }) => provider)).size).toBe(3);
    expect(dana).toMatchObject({ count: own.length, knownAs: ['Dana Doe'] });
    expect(group?.top.reduce((sum, { count }) => sum + count, 0)).toBe(found.length);
  });

  test('is one of the distinct values', async () => {
    const [group] = (await ask({ by: ['provider'], distinct: 'actor' })).groups;
    const expected = folded(({ provider }) => [provider]);
    for (const { value, distinct } of group?.top ?? [])
      expect(distinct).toBe(new Set((expected.get(value) ?? []).map(who)).size);
  });
});

describe('A histogram', () => {
  test('is left out on request, and where groups say when', async () => {
    expect((await ask({ by: ['actor'], bucket: 'none' })).histogram).toBeUndefined();
    expect((await ask({ by: ['day'] })).histogram).toBeUndefined();
    expect((await ask({ by: ['day'], bucket: 'week' })).histogram).toBeDefined();
    expect((await ask({ by: ['actor'] })).histogram).toBeDefined();
  });
});

describe('The filter', () => {
  test.each([{ actorDomain: 'EXAMPLE.com' }, { actorDomain: '@example.com' }])(
    '%o finds the people of a domain, and nobody of a subdomain',
    async (filter) => {
      const { total } = await ask({ by: ['actor'], ...filter });
      expect(total).toBe(
        found.filter(({ actor }) => actor.email?.toLowerCase().endsWith('@example.com') === true).length,
      );
      expect(total).toBeGreaterThan(0);
      expect((await ask({ by: [], actorDomain: 'ample.com' })).total).toBe(0);
    },
  );

  test('impersonator finds what somebody did in the names of others, by address, name or company', async () => {
    const foreign = found.filter(({ impersonator }) => impersonator !== undefined);
    for (const { impersonator } of foreign.slice(0, 20)) {
      const name = impersonator?.email ?? impersonator?.name ?? impersonator?.id ?? impersonator?.company ?? '';
      const { total } = await ask({ by: [], impersonator: name.toUpperCase() });
      expect(total).toBeGreaterThan(0);
      expect(total).toBeLessThanOrEqual(foreign.length);
    }
  });

  test('hours finds what was done at these hours of the time zone, in every kind of answer', async () => {
    const timeZone = 'Asia/Kolkata';
    const isNight = ({ time }: AuditEvent): boolean => {
      const hour = new Date(Date.parse(time) + 5.5 * HOUR).getUTCHours();
      return hour >= 22 || hour < 6;
    };
    const asked = { since: '20d', hours: '22-06', timeZone };
    const { events: listed, query } = await search(connections(world), { ...asked, limit: 1000 });
    expect(listed.map(({ uid }) => uid)).toEqual(found.filter(isNight).map(({ uid }) => uid));
    expect(listed.length).toBeGreaterThan(0);
    expect(query).toMatchObject({ hours: '22-06', timeZone });
    const { groups, total } = await ask({ ...asked, by: ['hour_of_day'] });
    expect(total).toBe(listed.length);
    for (const { value } of groups[0]?.top ?? []) expect('22 23 00 01 02 03 04 05').toContain(value);
  });

  test('hours belongs to its cursor, and so does the time zone', async () => {
    const asked = { since: '20d', hours: '06-22', timeZone: 'UTC', limit: 5 };
    const { cursor } = await search(connections(world), asked);
    const again = search(connections(world), { ...asked, timeZone: 'Asia/Kolkata', cursor });
    await expect(again).rejects.toMatchObject({ fault: { field: 'cursor' } });
  });

  test('categories finds them in any case, and target finds a type', async () => {
    const [{ category } = { category: '' }] = found;
    const { total } = await ask({ by: [], categories: [category.toUpperCase(), 'no such thing'] });
    expect(total).toBe(found.filter((event) => event.category === category).length);
    const type = found.flatMap(targetsOf)[0]?.type ?? '';
    const ofType = found.filter((event) => targetsOf(event).some((one) => one.type === type)).length;
    expect((await ask({ by: [], target: type })).total).toBeGreaterThanOrEqual(ofType);
  });

  test('impersonator is never matched by the person whose name was used', async () => {
    const [actor] = found.filter(({ impersonator }) => impersonator !== undefined).map((event) => event.actor.email);
    const { groups } = await ask({ by: ['impersonator'], impersonator: actor ?? '' });
    for (const { value } of groups[0]?.top ?? []) expect(value).toBe(actor);
  });
});

describe('A group without room', () => {
  const grouping: Grouping = { by: 'ip', distinct: 'actor', sort: 'count', top: 100 };
  const local = () => ({ day: '', hour: '', hourOfDay: '', weekday: '' });
  const seen = found.filter(({ ip }) => ip !== undefined);
  const fill = (room: { rows: number; values: number }) => {
    const group = createGroup(grouping, room);
    for (const event of seen) {
      const at = Date.parse(event.time);
      group.add({ event, times: { count: 1, first: at, last: at, impersonated: 0 }, local });
    }
    return group.build();
  };
  const truth = folded(({ ip }) => (ip === undefined ? [] : [ip]));

  test('says by how much counts may be too high', () => {
    const { top, error, distinct } = fill({ rows: 3, values: 1000 });
    expect([top.length, distinct]).toEqual([3, 3]);
    expect(error).toBeGreaterThan(0);
    for (const { value, count } of top) expect(count - (truth.get(value)?.length ?? 0)).toBeLessThanOrEqual(error);
  });

  test('says by how much numbers of distinct values may be too low', () => {
    const { top, distinctError = 0 } = fill({ rows: 1000, values: 5 });
    expect(distinctError).toBeGreaterThan(0);
    for (const { value, distinct = 0 } of top) {
      const actors = new Set((truth.get(value) ?? []).map(who)).size;
      expect(distinct).toBeLessThanOrEqual(actors);
      expect(actors - distinct).toBeLessThanOrEqual(distinctError);
    }
  });

  test('is exact with enough of it', () => {
    const { error, distinctError } = fill({ rows: 1000, values: 1000 });
    expect([error, distinctError]).toEqual([0, undefined]);
  });
});
