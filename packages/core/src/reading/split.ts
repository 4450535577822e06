import { createDensity, cutAt, lengthOf, type Density } from './density.ts';
import type { Further, Open } from './lanes.ts';
import type { Order } from './order.ts';
import { goodPages } from './plan.ts';
import type { Window } from '../window.ts';

/** What one lane reads of a log that comes in the asked order. Read from the near end, split at the far end. */
export interface Piece {
  left: Window;
  readonly density: Density;
}

/** Splits pieces so that idle lanes take over a part of what others still have to read. */
export interface Splitter {
  readonly create: (left: Window) => Piece;
  readonly learn: (piece: Piece, ms: number, entries: number) => void;
  readonly next: (open: readonly Open<Piece>[], lanes: number) => Further<Piece> | undefined;
}

/** A piece with an estimate of what is left of it. */
interface Sized extends Open<Piece> {
  readonly pages: number;
  readonly pageMs: number;
}

/** Density is estimated from the piece itself, and from all pieces until it has read something. */
const OWN_REMEMBERED = 0.75;
const ALL_REMEMBERED = 0.95;

/** A split costs half a page on average, so shorter pieces are not split. */
const LEAST_PAGES = 8;

/** At the end, when the lanes have no more than this many pages each, idle lanes cost more than split pages. */
const AT_THE_END = 2;
const LEAST_AT_THE_END = 3;

/** Pieces below this share of the longest are not split, because the longest will be free in a moment. */
const WORTH_WAITING_FOR = 0.5;

export function createSplitter(pageSize: number, order: Order, mostPages: number): Splitter {
  const all = createDensity(pageSize, ALL_REMEMBERED);

  function sized(open: Open<Piece>): Sized[] {
    const pageMs = open.piece.density.pageMs() ?? all.pageMs() ?? 0;
    const { from, to } = open.piece.left;
    return pageMs === 0 ? [] : [{ ...open, pages: (to - from) / pageMs, pageMs }];
  }

  const create = (left: Window): Piece => ({ left, density: createDensity(pageSize, OWN_REMEMBERED) });

  return {
    create,
    learn: ({ density }, ms, entries) => {
      density.learn(ms, entries);
      all.learn(ms, entries);
    },
    next: (open, lanes) => {
      const sizes = open.flatMap(sized);
      const left = sizes.reduce((sum, { pages }) => sum + pages, 0);
      const least = left < lanes * AT_THE_END ? LEAST_AT_THE_END : LEAST_PAGES;
      const chosen = choose(sizes, { waitedFor: left / Math.max(1, lanes - 1), least, tooLong: 2 * mostPages });
      if (chosen === undefined) return undefined;
      const { piece, pages, pageMs } = chosen;
      const good = goodPages(left, lanes, mostPages);
      // Start with shorter parts, so that the lanes do not all finish and split again at the same time.
      const share = left > lanes * mostPages ? (good * open.length) / lanes : good;
      const near = Math.min(share, pages / 2);
      const [kept, given] = cutAt(piece.left, lengthOf(near, pageMs), order);
      if (kept.from === kept.to || given.from === given.to) return undefined;
      piece.left = kept;
      return { piece: create(given), behind: piece };
    },
  };
}

/** In pages. */
interface Lengths {
  readonly waitedFor: number;
  readonly least: number;
  readonly tooLong: number;
}

/** The first piece that is far too long; otherwise the longest, if splitting it is worthwhile. */
function choose(sizes: readonly Sized[], { waitedFor, least: shortest, tooLong }: Lengths): Sized | undefined {
  const [longest, ...others] = sizes.toSorted((a, b) => b.pages - a.pages);
  // As long as the other pieces keep the vendor busy, nobody is waiting for the longest.
  if (longest === undefined || longest.pages < waitedFor) return undefined;
  const roomy = [longest, ...others].filter(({ isFree }) => isFree !== undefined);
  const least = Math.max(shortest, (roomy[0]?.pages ?? 0) * WORTH_WAITING_FOR);
  const isGood = ({ isFree, pages }: Sized): boolean => isFree === true && pages >= least;
  return sizes.find(({ isFree, pages }) => isFree === true && pages > tooLong) ?? roomy.find(isGood);
}
