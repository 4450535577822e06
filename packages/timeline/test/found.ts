import type { AuditEvent } from '@trailhound/core';
import type { Finding, Risks } from '@trailhound/core/findings';
import { KINDS, type Timeline } from '@trailhound/core/reply';

const DAY = 86_400_000;
const START = Date.parse('2026-10-01T00:00:00.000Z');

/** Names that would do harm anywhere but in a text. */
export const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(2)</script>',
  '"><svg onload=alert(3)>',
  '<!--<script>',
  '<a href="javascript:alert(4)">click</a>',
  '<style>*{display:none}</style>',
] as const;

const VERBS = ['update', 'export', 'read', 'login', 'other'] as const;

function event(index: number): AuditEvent {
  const hostile = HOSTILE[index % HOSTILE.length] ?? '';
  const verb = VERBS[index % VERBS.length] ?? 'other';
  return {
    uid: `toy-${index}`,
    provider: 'toy',
    tenant: 'default',
    log: 'audit',
    time: new Date(START + (index * 10 * DAY) / 240).toISOString(),
    actor: { kind: 'user', name: index % 4 === 0 ? 'Dana Doe' : hostile },
    verb,
    action: `toy.${verb}`,
    category: 'toy',
    target: { type: 'toy', name: hostile },
    changes: [],
    outcome: 'success',
    ip: '192.0.2.7',
    message: `Dana changed ${hostile}`,
    flags: index % 3 === 0 ? ['external', 'impersonated'] : [],
  };
}

/** A timeline of ten days with a gap, in which everybody has a hostile name. Counted here, not by the core. */
export function found(): Timeline {
  const events = Array.from({ length: 240 }, (_, index) => event(239 - index));
  const bars = Array.from({ length: 10 }, (_, day) => {
    const from = START + day * DAY;
    const inside = events.filter(({ time }) => Date.parse(time) >= from && Date.parse(time) < from + DAY);
    const counts = VERBS.map((verb) => inside.filter((one) => one.verb === verb).length);
    return { from: new Date(from).toISOString(), counts };
  });
  const [since, until] = [new Date(START).toISOString(), new Date(START + 10 * DAY).toISOString()];
  const gap = {
    from: since,
    to: '2026-10-03T12:00:00.000Z',
    reason: 'beyond_retention',
    hint: 'No longer kept.',
  } as const;
  return {
    query: { since, until, logs: ['toy.audit'] },
    total: events.length,
    width: { bucket: 'day', each: 1 },
    bars,
    groups: [group(events, 'actor', ({ actor }) => [actor.name ?? '']), group(events, 'flags', ({ flags }) => flags)],
    events,
    complete: false,
    coverage: [
      {
        provider: 'toy',
        tenant: 'default',
        log: 'audit',
        asked: { from: since, to: until },
        complete: false,
        gaps: [gap],
        settledUntil: until,
        pages: 3,
        scanned: 250,
        matched: 240,
        notices: [],
      },
    ],
  };
}

function group(
  events: readonly AuditEvent[],
  by: 'actor' | 'flags',
  of: (event: AuditEvent) => readonly string[],
): Timeline['groups'][number] {
  const counts = Object.entries(Object.groupBy(events.flatMap(of), (value) => value));
  const [first, last] = [events.at(-1)?.time ?? '', events[0]?.time ?? ''];
  const top = counts
    .map(([value, all = []]) => ({ value, count: all.length, first, last }))
    .toSorted((a, b) => b.count - a.count);
  return { by, top, distinct: top.length, error: 0 };
}

export const KIND_TOTALS = KINDS.map((_, kind) =>
  found().bars.reduce((sum, { counts }) => sum + (counts[kind] ?? 0), 0),
);

/** What rules have found in it: one finding of two events, and one of a single event. */
export function risky(): Risks {
  const { query, complete, coverage } = found();
  const exported = finding({ level: 'high', title: 'Large export', evidence: ['toy-36', 'toy-37'], index: 36 });
  const first = finding({ level: 'low', title: 'First export', evidence: ['toy-120'], index: 120 });
  return {
    query: { ...query, level: 'low' },
    findings: [{ ...exported, last: '2026-10-02T13:00:00.000Z', count: 2 }, first],
    suppressed: 4,
    events: 240,
    filtered: 0,
    late: 0,
    forgotten: { groups: 0, findings: 0 },
    rules: {
      rules: 33,
      ran: 30,
      learning: [{ rule: 'call-binge', why: '10 of 14 days' }],
      blind: [{ rule: 'audit-gap', why: 'no log was read' }],
      absent: [{ rule: 'share-burst', why: 'none of its logs is read here' }],
    },
    complete,
    coverage,
  };
}

function finding(one: Pick<Finding, 'level' | 'title' | 'evidence'> & { readonly index: number }): Finding {
  const { index, ...said } = one;
  const { time } = event(index);
  return {
    ...said,
    id: `finding-${index}`,
    rule: 'large-export',
    version: 1,
    why: `“${HOSTILE[0]}” exported 12,480 tickets`,
    who: [HOSTILE[0]],
    first: time,
    last: time,
    count: 1,
    attack: { techniques: [] },
    state: 'new',
  };
}
