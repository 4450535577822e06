import type { Finding } from '../benchmark.ts';
import { cells, HEAD, markdownTable } from './table.ts';

/** The results of one benchmark. */
export interface Section {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** The date. */
  readonly on: string;
  readonly seconds: number;
  /** How busy the machine was: about 1 if nothing else was running. */
  readonly load?: string;
  readonly findings: readonly Finding[];
}

export interface Results {
  readonly machine: string;
  readonly sections: readonly Section[];
}

/** docs/benchmarks.md. */
export function page({ machine, sections }: Results): string {
  return `# Benchmarks

Written by \`pnpm bench\`, from what it measured. What is compared runs side by side, in turns, in one go, on one machine, over
the loopback interface, against the [simulator](../packages/simulator/README.md): no live vendor was involved. A ratio says how
many times what it is compared with. Figures are medians; the spread is shown. Targets that were not reached say so. Each table says
how busy the machine was while it was made; on a busy one ratios of processor time hold, times do not.

![Bars: what was measured, beside peers and limits](images/benchmarks.svg)

Measured on ${machine}. To repeat: \`pnpm bench\`, or \`pnpm bench <name>\` for one;
\`pnpm bench:smoke\` does all of it with little data, in seconds, and only checks the answers.

${sections.map(section).join('\n\n')}
`;
}

function section({ name, title, about, on, seconds, load, findings }: Section): string {
  const rows = findings.map((finding) => cells(finding));
  return `## ${title}

${about}

${markdownTable([HEAD, ...rows])}

\`pnpm bench ${name}\`, ${on}, ${seconds} s${load === undefined ? '' : `, ${load}`}.`;
}
