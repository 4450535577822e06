import type { Bar, Gap, TimelineData } from '../data.ts';
import type { Range } from './bins.ts';
import { barUnder, dragged } from './brush.ts';
import { drawing, element, set } from './dom.ts';
import { grouped } from './words.ts';
import { HEIGHT, highest, paths, placeOf } from './layout.ts';

/** The drawing, and how to change what it shows. */
export interface Chart {
  readonly box: Element;
  readonly select: (range: Range) => void;
  /** Draws these counts before the bars, which fade; or the bars alone. */
  readonly match: (counts?: readonly number[]) => void;
}

export interface Dragging {
  readonly move: (range: Range) => void;
  readonly end: () => void;
}

export function chart(data: TimelineData, starts: readonly number[], dragging: Dragging): Chart {
  const { bars, query } = data;
  const most = highest(bars);
  const stack = stackOf(data, most);
  const matching = drawing('path', { class: 'match' });
  const [before, after] = [shade(), shade()];
  const svg = picture(data, stack, matching, before, after);
  brush(svg, bars.length, dragging);
  const place = (time: string): number => placeOf(Date.parse(time), starts, Date.parse(query.until)) / bars.length;
  const gaps = gapsOf(data).map(({ from, to }) => hatched(place(from), place(to)));
  const scale = element('span', { class: 'most', 'aria-hidden': 'true' }, grouped(most));
  return {
    box: element('div', { class: 'chart' }, svg, ...gaps, scale),
    select: ({ first, last }) => {
      set(before, { width: first });
      set(after, { x: last + 1, width: bars.length - last - 1 });
    },
    match: (counts) => {
      set(stack, { class: counts === undefined ? '' : 'faded' });
      const drawn = counts?.map((count): Bar => ['', count]) ?? [];
      set(matching, { d: paths(drawn, 1, most).join('') });
    },
  };
}

function picture({ bars }: TimelineData, ...children: readonly Element[]): Element {
  const [name, viewBox] = ['Events over time. The numbers are below.', `0 0 ${bars.length} ${HEIGHT}`];
  return drawing('svg', { viewBox, preserveAspectRatio: 'none', role: 'img', 'aria-label': name }, ...children);
}

function stackOf({ bars, kinds }: TimelineData, most: number): Element {
  const drawn = paths(bars, kinds.length, most);
  return drawing('g', {}, ...drawn.map((d, kind) => drawing('path', { d, class: `k${kind}` })));
}

function shade(): Element {
  return drawing('rect', { class: 'shade', height: HEIGHT });
}

/** The stretches that are missing from any log. */
function gapsOf({ coverage }: TimelineData): readonly Gap[] {
  return coverage.flatMap(({ gaps = [] }) => gaps);
}

function hatched(from: number, to: number): Element {
  const gap = element('div', { class: 'gap hatch' });
  gap.style.left = `${from * 100}%`;
  gap.style.width = `${(to - from) * 100}%`;
  return gap;
}

function brush(svg: Element, bars: number, { move, end }: Dragging): void {
  let start: number | undefined;
  const under = (event: Event): number => {
    const { left, width } = svg.getBoundingClientRect();
    return barUnder(((event as PointerEvent).clientX - left) / width, bars);
  };
  set(svg, {
    pointerdown: (event) => {
      svg.setPointerCapture((event as PointerEvent).pointerId);
      start = under(event);
      move(dragged(start, start));
    },
    pointermove: (event) => {
      if (start !== undefined) move(dragged(start, under(event)));
    },
    pointerup: () => {
      if (start !== undefined) end();
      start = undefined;
    },
    pointercancel: () => {
      start = undefined;
    },
  });
}
