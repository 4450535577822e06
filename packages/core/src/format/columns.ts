import type { AuditEvent } from '../event.ts';
import { cellOf, chosenFields, type Cell, type Field, type FieldChoice } from './fields.ts';

/** A table that names its columns once: the form that costs a model the fewest tokens. */
export interface Columns {
  columns: Field[];
  rows: Cell[][];
}

/** Events as a table, its columns named once: the shortest form that a model can read. */
export function columns(events: Iterable<AuditEvent>, choice: FieldChoice = {}): Columns {
  const fields = chosenFields(choice);
  return {
    columns: [...fields],
    rows: Array.from(events, (event) => fields.map((field) => cellOf(event, field))),
  };
}
