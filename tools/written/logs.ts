import { providers, type Provider } from '@trailhound/core';
import { table } from './table.ts';

const UNITS = [
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

export function logs(): string {
  const rows = Object.values<Provider>(providers).flatMap((provider) =>
    provider.logs.map(({ id, holds, heavy, kept, lagMs }) => [
      provider.label,
      `\`${id}\``,
      heavy === true ? `${holds} **Read only when you name it.**` : holds,
      kept,
      inWords(lagMs),
    ]),
  );
  return table(['product', 'log', 'holds', 'how far back', 'counts as settled after'], rows);
}

function inWords(ms: number): string {
  const [unit, length] = UNITS.find(([, each]) => ms >= each) ?? UNITS[1];
  const many = ms / length;
  return `${many} ${unit}${many === 1 ? '' : 's'}`;
}
