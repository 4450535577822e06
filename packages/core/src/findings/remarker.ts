import type { AuditEvent } from '../event.ts';
import { localClock } from '../moment.ts';
import type { RuleRemark } from '../questions/remarks.ts';
import { compileRules } from './compile.ts';
import { candidates } from './matchers.ts';
import { RULES } from './pack/index.ts';
import { REMARKS } from './pack/remarks.ts';
import { sightOf, type Surroundings } from './sight.ts';

const REMARK_OF: ReadonlyMap<string, RuleRemark> = new Map(Object.entries(REMARKS));

/** Says what rules remark on an event of a trace. */
export function remarker(timeZone: string | undefined): (event: AuditEvent) => readonly RuleRemark[] {
  const { matchers } = compileRules(RULES.filter(({ name = '' }) => REMARK_OF.has(name)));
  const around: Surroundings = { local: localClock(timeZone), roster: undefined, ownDomains: undefined };
  const candidatesOf = candidates(matchers);
  return (event) => {
    const sight = sightOf(event, around);
    return candidatesOf(event).flatMap(({ matcher: { key, matches } }) =>
      matches(sight) ? (REMARK_OF.get(key) ?? []) : [],
    );
  };
}
