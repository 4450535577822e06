import type { REMARKS } from '../findings/pack/remarks.ts';
import type { AddressRemark } from './traced-addresses.ts';

/** What a rule that matches the event remarks on it. */
export type RuleRemark = (typeof REMARKS)[keyof typeof REMARKS];
/** Why a line of a timeline deserves a second look: what rules say of it, and what stands out about its address. */
export type Remark = AddressRemark | RuleRemark;
