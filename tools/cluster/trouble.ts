import type { Insert, Meddling } from './cluster.ts';

/** Every so many batches, the answer gets lost and the batch is sent again. */
const LOST = 3;
/** It is sent again in halves. */
const HALVED = 7;
/** The writer dies before the record of the batch. */
const DEADLY = 5;

export interface Trouble extends Meddling {
  /** The rows that were sent, and those whose record was never written. */
  readonly counts: () => { readonly rows: number; readonly unrecorded: number };
}

/** What happens to writers. The batches that they send are noted. */
export function troubled(sent: string[]): Trouble {
  let [rows, unrecorded] = [0, 0];
  let pending: string | undefined;
  return {
    counts: () => ({ rows, unrecorded }),
    before: ({ table, lines }) => {
      if (table === 'stored') {
        sent.push(lines);
        pending = lines;
      }
      if (table !== 'records' || pending === undefined || sent.length % DEADLY > 0) return;
      unrecorded += rowsIn(pending);
      pending = undefined;
      throw new Error('The writer died');
    },
    again: (insert) => {
      const more = repeated(insert, sent.length);
      if (insert.table === 'stored') rows += [insert.lines, ...more].reduce((sum, lines) => sum + rowsIn(lines), 0);
      return more;
    },
  };
}

/** A server drops the same block. Halves are other blocks: they are stored, and FINAL and merges unite their rows. */
function repeated({ table, lines }: Insert, batch: number): readonly string[] {
  if (table !== 'stored') return [];
  if (batch % LOST === 0) return [lines];
  if (batch % HALVED > 0) return [];
  const rows = lines.split(/(?<=\n)/);
  const half = rows.length / 2;
  return [rows.slice(0, half).join(''), rows.slice(half).join('')];
}

export function rowsIn(lines: string): number {
  return lines.split('\n').length - 1;
}
