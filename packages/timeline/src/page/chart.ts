import type { Bar, TimelineData } from '../data.ts';
import { barUnder, dragged } from './brush.ts';
import type { Range } from './bins.ts';
import { drawing, element, percent, set } from './dom.ts';
import { markOf } from './findings.ts';
import { HEIGHT, highest, paths, placeOf } from './layout.ts';
import type { State } from './selection.ts';
import type { Cells } from './source.ts';
import { grouped } from './words.ts';

/** The drawing, and how to change what it shows. */
export interface Chart {
  readonly box: Element;
  /** Frames what is selected. Matching events are drawn before the bars, which fade. */
  readonly show: (state: State) => void;
  /** Marks when findings began. The list of them says the same in words. */
  readonly mark: (findings: readonly Cells[]) => void;
}

export interface Dragging {
  readonly move: (range: Range) => void;
  readonly end: () => void;
}

export function chart(data: TimelineData, starts: readonly number[], dragging: Dragging): Chart {
  const { bars, query, coverage, kinds } = data;
  const most = highest(bars);
  const stack = drawing(
    'g',
    ...paths(bars, kinds.length, most).map((d, kind) => drawing('path', { d, class: `k${kind}` })),
  );
  const matching = drawing('path', { class: 'match' });
  const frame = drawing('rect', { height: HEIGHT });
  const svg = drawing(
    'svg',
    { viewBox: `0 0 ${bars.length} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' },
    { 'aria-label': 'Events over time, below in numbers' },
    frame,
    stack,
    matching,
  );
  brush(svg, bars.length, dragging);
  const place = (time: string): number => placeOf(Date.parse(time), starts, Date.parse(query.until)) / bars.length;
  const hatched = coverage
    .flatMap(({ gaps = [] }) => gaps)
    .map(({ from, to }) => {
      const at = place(from);
      return element('div', { class: 'gap hatch', '--x': percent(at), '--w': percent(place(to) - at) });
    });
  const box = element('div', { class: 'chart' }, svg, ...hatched, hidden('most', {}, grouped(most)));
  return {
    box,
    show: ({ range: [first, last], matched }) => {
      set(frame, { x: first, width: last + 1 - first });
      set(stack, { class: matched ? 'faded' : '' });
      const drawn = matched?.map((count): Bar => ['', count]) ?? [];
      set(matching, { d: paths(drawn, 1, most).join('') });
    },
    mark: (findings) => {
      box.append(...findings.map((cell) => hidden('mark', { '--x': percent(place(cell('first'))) }, markOf(cell))));
    },
  };
}

/** What only those need who see the drawing. */
function hidden(name: string, style: Readonly<Record<string, string>>, text: string): Element {
  return element('span', { class: name, 'aria-hidden': 'true' }, style, text);
}

function brush(svg: SVGElement, bars: number, { move, end }: Dragging): void {
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
    lostpointercapture: () => {
      start = undefined;
      end();
    },
  });
}
