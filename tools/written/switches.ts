import { createSimulator } from '@trailhound/simulator';
import { table } from './table.ts';

export function switches(): string {
  const rows = createSimulator()
    .switches()
    .map(({ vendor, name, default: value, does, values }) => [
      vendor,
      `\`${name}\``,
      `\`${value === '' ? "''" : String(value)}\``,
      values === undefined ? does : `${does} One of: ${values.join(', ')}.`,
    ]);
  return table(['vendor', 'switch', 'default', 'what it does'], rows);
}
