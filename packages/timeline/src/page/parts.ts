import type { LogCoverage, TimelineData, TopValues } from '../data.ts';
import { countsIn, sum } from './bins.ts';
import { element } from './dom.ts';
import { labelled } from './layout.ts';
import { counted, type Clock } from './times.ts';

/** What is missing comes first, so that nobody reads the rest without it. */
export function coverage(data: TimelineData, when: Clock): Element {
  const { exact, warnings = [], hints = [], coverage: logs, made } = data;
  const notices = new Set(logs.flatMap((log) => log.notices ?? []));
  return element(
    'section',
    {},
    element('h2', {}, 'Coverage'),
    element(
      'p',
      { class: exact ? 'whole' : 'lacking' },
      exact ? `✓ Complete: ${counted(logs.length, 'log')} read over the whole window.` : '⚠ Not complete:',
    ),
    element('ul', {}, ...[...warnings, ...notices, ...hints].map((text) => element('li', {}, text))),
    element(
      'details',
      made === undefined ? {} : { open: '' },
      element('summary', {}, counted(logs.length, 'log')),
      logTable(logs, when),
    ),
  );
}

function logTable(logs: readonly LogCoverage[], when: Clock): Element {
  return tableOf(
    'Logs',
    ['Log', 'Entries read', 'Final until', 'Missing'],
    logs.map(({ log, account, scanned, settled_until: settled, gaps = [] }) => [
      account === undefined ? log : `${log} (${account})`,
      String(scanned),
      when(settled),
      gaps.map(({ from, to, reason }) => `${when(from)} to ${when(to)}: ${reason.replaceAll('_', ' ')}`).join('; ') ||
        'nothing',
    ]),
  );
}

/** The numbers of the drawing. */
export function barTable({ bars, kinds }: TimelineData, when: Clock): Element {
  const rows = bars
    .filter((bar) => bar.length > 1)
    .map(([from, ...counts]) => [
      when(from),
      ...kinds.map((_, kind) => String(counts[kind] ?? 0)),
      String(sum(counts)),
    ]);
  return element(
    'details',
    {},
    element('summary', {}, 'The same in numbers'),
    tableOf('Numbers', ['From', ...kinds, 'Total'], rows),
  );
}

function tableOf(name: string, heads: readonly string[], rows: readonly (readonly string[])[]): Element {
  return element(
    'div',
    { class: 'wide', tabindex: 0, role: 'region', 'aria-label': name },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...heads.map((text) => element('th', { scope: 'col' }, text)))),
      element('tbody', {}, ...rows.map((cells) => element('tr', {}, ...cells.map((cell) => element('td', {}, cell))))),
    ),
  );
}

const MOST_LABELS = 6;
/** A label further right has no room. */
const LAST_LABEL = 0.9;

/** Times below the drawing. The table and the sliders have them for those who cannot see it. */
export function axis({ bars, width }: TimelineData, when: Clock): Element {
  const written = (from: string): string => (width.bucket === 'hour' ? when(from).slice(5) : when(from).slice(0, 10));
  const labels = labelled(bars.length, MOST_LABELS)
    .map((bar) => ({ share: bar / bars.length, text: written(bars[bar]?.[0] ?? '') }))
    .filter(({ share }) => share < LAST_LABEL)
    .map(({ share, text }) => {
      const label = element('span', {}, text);
      label.style.left = `${share * 100}%`;
      return label;
    });
  return element('div', { class: 'axis', 'aria-hidden': 'true' }, ...labels);
}

/** What the colours and the hatching mean, with the totals. */
export function legend({ bars, kinds, coverage: logs }: TimelineData): Element {
  const totals = countsIn(bars, { first: 0, last: bars.length }, kinds.length);
  const items = kinds.map((kind, index) => ({
    mark: `k${index}`,
    text: `${kind} ${(totals[index] ?? 0).toLocaleString('en')}`,
  }));
  const missing = logs.some(({ gaps = [] }) => gaps.length > 0) ? [{ mark: 'hatch', text: 'missing from a log' }] : [];
  return element(
    'ul',
    { class: 'legend' },
    ...[...items, ...missing].map(({ mark, text }) => element('li', {}, element('i', { class: mark }), text)),
  );
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
  const left = distinct > top.length ? `, ${top.length} of ${distinct.toLocaleString('en')}` : '';
  const about = high === 0 ? '' : `, each at most ${high} too high`;
  return element(
    'section',
    { class: 'top' },
    element('h3', {}, `${NAMES[by] ?? by}${left}${about}`),
    element('ul', {}, ...top.map(([value, count]) => element('li', {}, chip(value, count)))),
  );
}

/** What the page is about. */
export function titles({ query, total, made }: TimelineData, when: Clock): Element[] {
  const zone = query.time_zone ?? 'UTC';
  return [
    element('h1', {}, 'Audit trail'),
    element('p', {}, `${counted(total, 'event')} from ${when(query.since)} to ${when(query.until)}, ${zone} time.`),
    ...(made === undefined ? [] : [element('p', {}, element('small', {}, made))]),
  ];
}

/** A file may not have room for every event. */
export function listNote({ table, total }: TimelineData): Element[] {
  const listed = table?.rows.length ?? total;
  if (listed === total) return [];
  const note = `Only the newest ${counted(listed, 'event')} of ${total.toLocaleString('en')} are in this file. All are counted above, but filters and lists know only these.`;
  return [element('p', { class: 'lacking' }, note)];
}
