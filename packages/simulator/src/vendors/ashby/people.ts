import type { Person } from '../../world/cast.ts';
import { uuid } from '../../world/chance.ts';

export function ashbyId({ name }: Person): string {
  return uuid('ashby', name);
}
