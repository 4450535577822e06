import { iso } from '@trailhound/core/source';

/** A time as ClickHouse writes it. */
export function stamp(at: number): string {
  return iso(at).replace('T', ' ').replace('Z', '');
}

export function unstamp(text: unknown): number {
  return Date.parse(`${String(text).replace(' ', 'T')}Z`);
}
