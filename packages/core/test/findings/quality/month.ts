import type { AuditEvent } from '../../../src/event.ts';
import { ashby } from '../cases/ashby.ts';
import { eventOf, type Entry } from '../cases/case.ts';
import { activity, opened, played } from '../cases/gong.ts';
import { zendesk } from '../cases/zendesk.ts';
import { DAY, HOUR, MINUTE } from '../happened.ts';
import { BENIGN, INCIDENTS } from './scenes.ts';
import type { Member, Scene, Stage } from './stage.ts';

/** A month and a half of a made-up company, and what in it was an incident. */
export interface Month {
  readonly events: readonly AuditEvent[];
  /** The uids of the events of each incident, by the name of its script. */
  readonly incidents: readonly { readonly scene: Scene; readonly uids: ReadonlySet<string> }[];
}

export const DAYS = 45;
/** Before this day nothing unusual happens, so that baselines can learn. */
const QUIET_DAYS = 15;

/** A seeded generator of numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const JOBS = [
  'support',
  'sales',
  'recruiter',
  'support',
  'sales',
  'analyst',
  'sales',
  'support',
  'recruiter',
  'admin',
] as const;

function staff(count: number): Member[] {
  return Array.from({ length: count }, (_, number) => ({
    number,
    name: `Person Number${number}`,
    email: `person${number}@example.com`,
    ip: `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`,
    job: JOBS[number % JOBS.length] ?? 'sales',
  }));
}

/** How often somebody with a job does what, on a working day. */
const HABITS: Readonly<
  Record<Member['job'], readonly (readonly [most: number, act: (stage: Stage, who: Member) => Entry])[]>
> = {
  support: [
    [
      2,
      (stage, who) =>
        stage.zendesk(who, { action: 'login', source_type: 'user', change_description: 'Successful sign-in' }),
    ],
    [
      2,
      (stage, who) =>
        stage.zendesk(who, {
          source_type: 'macro',
          source_label: 'Close',
          change_description: 'Position changed from 1 to 2',
        }),
    ],
    [0.3, (stage, who) => stage.zendesk(who, { action: 'destroy', source_type: 'view', source_label: 'Old view' })],
  ],
  sales: [
    [4, (stage, who) => stage.gong(who, played(`call ${stage.whole(100_000)}`))],
    [
      0.8,
      (stage, who) => stage.gong(who, activity({ endpoint: '/call/share', column: 'expires', from: null, to: 'soon' })),
    ],
    [0.5, (stage) => stage.outside(opened(`shared ${stage.whole(100_000)}`, `198.51.100.${stage.whole(250)}`))],
  ],
  recruiter: [
    [
      12,
      (stage, who) => stage.ashby(who, { category: 'CandidateViewed', type: 'candidate', id: `c${stage.whole(5000)}` }),
    ],
    [
      1,
      (stage, who) =>
        stage.ashby(who, { category: 'JobStatusChanged', changed: { status: { from: 'Draft', to: 'Open' } } }),
    ],
  ],
  analyst: [
    [0.5, (stage, who) => stage.gong(who, activity({ verb: 'GET', endpoint: '/export/calls', action: 'ExportCalls' }))],
    [0.3, (stage, who) => stage.ashby(who, { category: 'ReportExported', type: 'report' })],
    [3, (stage, who) => stage.gong(who, played(`call ${stage.whole(100_000)}`))],
  ],
  admin: [
    [
      1,
      (stage, who) =>
        stage.zendesk(who, {
          source_type: 'user',
          source_label: 'Somebody',
          change_description: 'Role changed from End User to Agent',
        }),
    ],
    [
      1,
      (stage, who) =>
        stage.zendesk(who, {
          source_type: 'rule',
          source_label: 'Notify',
          change_description: 'Title changed from a to b',
        }),
    ],
    [
      0.5,
      (stage, who) => stage.gong(who, activity({ table: 'public.appuser', column: 'title', from: null, to: 'Rep' })),
    ],
  ],
};

/** One month: what everybody does, look-alikes, and incidents. */
export function month(seed: number, people: number, quiet: boolean): Month {
  const random = seeded(seed);
  const members = staff(people);
  const timed: { after: number; entry: Entry; scene: number | undefined }[] = [];
  const whole = (below: number): number => Math.floor(random() * below);
  let now = 0;
  let scene: number | undefined;
  const add = (entry: Entry): Entry => {
    timed.push({ after: now, entry, scene });
    return entry;
  };
  const stage: Stage = {
    whole,
    of: (job) => {
      const all = members.filter((one) => one.job === job);
      return all[whole(all.length)] ?? (members[0] as Member);
    },
    later: (ms) => {
      now += ms;
    },
    outside: add,
    zendesk: ({ number, name, ip }, fields) =>
      add(zendesk({ actor_id: 1000 + number, actor_name: name, ip_address: ip, ...fields })),
    ashby: ({ number, name, email, ip }, given) => {
      const made = ashby({ actor: { type: 'User', id: `u${number}`, email, name }, ...given });
      return add({ ...made, entry: { ...made.entry, request: { id: 'r', ipAddress: ip } } });
    },
    gong: ({ number, name, email, ip }, { entry, ...rest }) => {
      const record = entry['logRecord'] as Readonly<Record<string, unknown>>;
      const http = record['httpRequest'] as object | undefined;
      const logRecord = http === undefined ? record : { ...record, httpRequest: { ...http, clientIp: ip } };
      const who = { userId: `g${number}`, userEmailAddress: email, userFullName: name };
      return add({ ...rest, entry: { ...entry, ...who, logRecord } });
    },
  };
  const work = (who: Member, day: number): void => {
    for (const [most, act] of HABITS[who.job]) {
      const count = Math.floor(random() * 2 * most + random());
      for (let index = 0; index < count; index += 1) {
        now = day * DAY + whole(8 * HOUR);
        act(stage, who);
      }
    }
  };
  for (let day = 0; day < DAYS; day += 1) if (day % 7 < 5) for (const who of members) work(who, day);
  const scenes: Scene[] = [];
  const planted = [...BENIGN, ...(quiet ? [] : INCIDENTS.filter(() => random() < 0.25))];
  for (const script of planted) {
    const day = QUIET_DAYS + whole(DAYS - QUIET_DAYS - 3);
    now = (day - (day % 7 >= 5 ? 2 : 0)) * DAY + HOUR + whole(5 * HOUR) + whole(MINUTE);
    scene = scenes.push(script) - 1;
    script.play(stage);
  }
  const sorted = timed.toSorted((a, b) => a.after - b.after);
  const events = sorted.map(({ after, entry }) => eventOf(entry, after));
  const incidents = scenes.flatMap((script, number) => {
    const own = events.filter((_, index) => sorted[index]?.scene === number).map(({ uid }) => uid);
    return script.isIncident ? [{ scene: script, uids: new Set(own) }] : [];
  });
  return { events, incidents };
}
