import type { LogCoverage, TimelineData, TopValues } from '../data.ts';
import { countsIn, sum } from './bins.ts';
import { element, percent } from './dom.ts';
import { labelled } from './layout.ts';
import { details, list, region, table } from './table.ts';
import { counted, grouped, worded, type Clock } from './words.ts';

/** What is missing comes first, so that nobody reads the rest without it. */
export function coverage(data: TimelineData, when: Clock): Element[] {
  const { exact, warnings = [], hints = [], coverage: logs } = data;
  const notices = new Set(logs.flatMap((log) => log.notices ?? []));
  const said = exact ? `✓ Complete: ${counted(logs.length, 'log')} read over the whole window.` : '⚠ Not complete:';
  return [
    element('p', { class: exact ? '' : 'lacking' }, said),
    list([...warnings, ...notices, ...hints]),
    details(counted(logs.length, 'log'), logTable(logs, when)),
  ];
}

function logTable(logs: readonly LogCoverage[], when: Clock): Element {
  const rows = logs.map(({ log, account, scanned, settled_until: settled, gaps = [] }) => {
    const missing = gaps.map(({ from, to, reason }) => `${when(from)} to ${when(to)}: ${worded(reason)}`);
    const name = account === undefined ? log : `${log} (${account})`;
    return [name, grouped(scanned), when(settled), missing.join('; ') || 'nothing'];
  });
  return region('Logs', table(['Log', 'Entries read', 'Final until', 'Missing'], rows));
}

/** The numbers of the drawing. */
export function barTable({ bars, kinds }: TimelineData, when: Clock): Element {
  const rows = bars
    .filter((bar) => bar.length > 1)
    .map(([from, ...counts]) => [
      when(from),
      ...[...kinds.map((_, kind) => counts[kind] ?? 0), sum(counts)].map(grouped),
    ]);
  const heads = ['From', ...kinds, 'Total'];
  return details('The same in numbers', region('Numbers', table(heads, rows)));
}

const MOST_LABELS = 4;
/** A date alone says it. */
const MIDNIGHT = ' 00:00';
/** A label further right has no room. */
const LAST_LABEL = 0.9;

/** Times below the drawing. The table and the sliders have them for those who cannot see it. */
export function axis({ bars }: TimelineData, when: Clock): Element {
  const shown = labelled(bars.length, MOST_LABELS).filter((bar) => bar < bars.length * LAST_LABEL);
  const labels = shown.map((bar) =>
    element('span', { '--x': percent(bar / bars.length) }, when(bars[bar]?.[0] ?? '').replace(MIDNIGHT, '')),
  );
  return element('div', { class: 'axis', 'aria-hidden': 'true' }, ...labels);
}

/** What the colours and the hatching mean, with the totals. */
export function legend({ bars, kinds, coverage: logs }: TimelineData): Element {
  const totals = countsIn(bars, [0, bars.length], kinds.length);
  const items = kinds.map((kind, index) => [`k${index}`, `${kind} ${grouped(totals[index] ?? 0)}`] as const);
  const missing = logs.flatMap(({ gaps = [] }) => gaps).length > 0 ? [['hatch', 'missing from a log'] as const] : [];
  const lines = [...items, ...missing].map(([mark, text]) => element('li', element('i', { class: mark }), text));
  return element('ul', { class: 'legend' }, ...lines);
}

const NAMES: Readonly<Record<string, string>> = {
  actor: 'People',
  action: 'Actions',
  verb: 'Verbs',
  provider: 'Products',
  flags: 'Flags',
  ip: 'Addresses',
  account: 'Accounts',
};

/** The most frequent values of one dimension, each of which filters. */
export function topValues(group: TopValues, chip: (value: string, count: number) => Element): Element {
  const { by, distinct, top, count_may_be_high_by: high = 0 } = group;
  const left = distinct > top.length ? `, ${top.length} of ${grouped(distinct)}` : '';
  const about = high === 0 ? '' : `, each at most ${high} too high`;
  return element(
    'section',
    { class: 'top' },
    element('h3', `${NAMES[by] ?? by}${left}${about}`),
    element('ul', ...top.map(([value, count]) => element('li', chip(value, count)))),
  );
}
