/** Whether a field is empty, or an expression returned nothing. */
function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** A text, or undefined if the field is empty. */
export function toText(value: unknown): string | undefined {
  if (isBlank(value)) return undefined;
  return typeof value === 'string' ? value.trim() : JSON.stringify(value);
}

/** A list, separated by commas or returned by an expression; undefined if it is empty. */
export function toList(value: unknown): string[] | undefined {
  const items = Array.isArray(value) ? value : (toText(value) ?? '').split(',');
  const texts = items.map(toText).filter((text) => text !== undefined);
  return texts.length === 0 ? undefined : texts;
}

/** A time as text: as typed, or in ISO format if an expression such as `$now` returned it. */
export function toTime(value: unknown): string | undefined {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number') return new Date(value).toISOString();
  const { toISO } = (isBlank(value) ? {} : value) as { toISO?: unknown };
  return typeof toISO === 'function' ? (value as { toISO: () => string }).toISO() : toText(value);
}
