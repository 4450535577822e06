import type { AuditEvent } from '../event.ts';
import { cellOf, chosenFields, type Cell, type Field, type FieldChoice } from './fields.ts';

/** A table that names its columns only once. */
export interface Columns {
  columns: Field[];
  rows: Cell[][];
}

/** Events as a table with the columns named once, which costs a model the fewest tokens. */
export function columns(events: Iterable<AuditEvent>, choice: FieldChoice = {}): Columns {
  const fields = chosenFields(choice);
  return {
    columns: [...fields],
    rows: Array.from(events, (event) => fields.map((field) => cellOf(event, field))),
  };
}
