import { localClock } from '../moment.ts';
import type { Roster, Surroundings } from './sight.ts';

/** What a question about risks is told besides its rules. */
interface ToldBesides {
  readonly timeZone: string | undefined;
  readonly roster: Roster | undefined;
  readonly ownDomains: readonly string[] | undefined;
}

/** What rules may look at besides events, and the names of what the user has provided of it. */
export function surroundings({ timeZone, roster, ownDomains }: ToldBesides): {
  readonly around: Surroundings;
  readonly provided: readonly string[];
} {
  const given: Readonly<Record<string, unknown>> = { roster, own_domains: ownDomains };
  return {
    around: { local: localClock(timeZone), roster, ownDomains: ownDomains?.map((domain) => domain.toLowerCase()) },
    provided: Object.keys(given).filter((name) => given[name] !== undefined),
  };
}
