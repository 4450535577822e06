import { openArchive, type Ask, type Archive } from '@trailhound/archive';
import { YEAR } from './company.ts';
import { SHAPES } from './shapes.ts';

/** The processor time of each question, and how much it finds. */
export type Inquired = Readonly<
  Record<keyof typeof QUESTIONS, { readonly ms: readonly number[]; readonly found: number }>
>;

const DAY = 86_400_000;
const ROUNDS = 11;
const PAGE = 50;
const [{ log: ACCESS }, , , { log: ZENDESK }] = SHAPES as readonly [Shape, Shape, Shape, Shape];
type Shape = (typeof SHAPES)[number];

/** The first so many events of an ask. */
async function some(archive: Archive, ask: Ask, limit: number): Promise<number> {
  let count = 0;
  for await (const { events } of archive.read(ask)) {
    count += events.length;
    if (count >= limit) break;
  }
  return Math.min(count, limit);
}

type Told = Pick<Parameters<NonNullable<Ask['matches']>>[0], 'uid' | 'actor'>;

const QUESTIONS = {
  newest: (archive: Archive) =>
    some(
      archive,
      {
        log: ZENDESK,
        window: YEAR,
        order: 'newest',
        wanted: { verbs: ['delete'] },
        matches: ({ verb }) => verb === 'delete',
      },
      PAGE,
    ),
  one: async (archive: Archive, { uid }: Told) => ((await archive.get(uid)) === undefined ? 0 : 1),
  person: (archive: Archive, { actor }: Told) =>
    some(
      archive,
      {
        log: ACCESS,
        window: { from: YEAR.to - 40 * DAY, to: YEAR.to - 10 * DAY },
        order: 'oldest',
        wanted: { actor: actor.email },
        matches: (event) => event.actor.email === actor.email,
      },
      Infinity,
    ),
  text: (archive: Archive) =>
    some(
      archive,
      {
        log: ZENDESK,
        window: YEAR,
        order: 'newest',
        wanted: { text: 'escalate 77' },
        matches: ({ message }) => message.includes('Escalate 77'),
      },
      PAGE,
    ),
  group: async (archive: Archive) => {
    const starts = Array.from({ length: 365 }, (_, day) => YEAR.from + day * DAY);
    let total = 0;
    for (const { log } of SHAPES) {
      const counts = await archive.count?.({ log, window: YEAR, by: ['log', 'verb', 'actor'], starts });
      total += counts?.total ?? 0;
    }
    return total;
  },
} as const;

const [folder = ''] = process.argv.slice(2);
const archive = openArchive(folder, { readOnly: true });
const told = await anyone(archive);
const inquired: Partial<Record<string, Inquired[keyof Inquired]>> = {};
for (const [name, question] of Object.entries(QUESTIONS)) {
  const ms: number[] = [];
  let found = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.cpuUsage();
    found = await question(archive, told);
    const { user, system } = process.cpuUsage(before);
    ms.push((user + system) / 1000);
  }
  inquired[name] = { ms, found };
}
await archive.close();
process.stdout.write(JSON.stringify(inquired));

/** Somebody in the middle, not the busiest. */
async function anyone(from: Archive): Promise<Told> {
  const window = { from: YEAR.to - 25 * DAY, to: YEAR.to };
  for await (const { events } of from.read({ log: ACCESS, window, order: 'oldest' })) {
    const [first] = events;
    if (first !== undefined) return first.event;
  }
  throw new Error('The archive is empty');
}
