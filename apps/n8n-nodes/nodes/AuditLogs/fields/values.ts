/** What a field holds when nothing was set, or an expression gave nothing. */
function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** A text, or undefined where the user left the field empty. */
export function toText(value: unknown): string | undefined {
  if (isBlank(value)) return undefined;
  return typeof value === 'string' ? value.trim() : JSON.stringify(value);
}

/** A list, written with commas or given by an expression; undefined where there is nothing in it. */
export function toList(value: unknown): string[] | undefined {
  const items = Array.isArray(value) ? value : (toText(value) ?? '').split(',');
  const texts = items.map(toText).filter((text) => text !== undefined);
  return texts.length === 0 ? undefined : texts;
}

/** A time as text: as it was written, or the ISO form of what an expression gave, such as `$now`. */
export function toTime(value: unknown): string | undefined {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number') return new Date(value).toISOString();
  const { toISO } = (isBlank(value) ? {} : value) as { toISO?: unknown };
  return typeof toISO === 'function' ? (value as { toISO: () => string }).toISO() : toText(value);
}
