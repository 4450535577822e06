// Every export here is public API for programs that look for findings: rules, what they find, and which of them really ran.
export { followRisks, type FollowedRisks, type FollowRisksOptions, type RisksCheckpoint } from './follow-risks.ts';
export { compileRules } from './compile.ts';
export { createDetector, type Detected, type Detector, type DetectorOptions } from './detector.ts';
export type { Finding } from './finding.ts';
export { leftOut } from './left-out.ts';
export { RULES } from './pack/index.ts';
export type { RulePlan, RuleInfo } from './plan.ts';
export { risks, type Risks, type RisksOptions } from './risks.ts';
export { FollowRisksInput, RisksInput } from './risks-input.ts';
export { rulesRun, type Ground, type LogRead, type NotRun, type RulesRun } from './ran.ts';
export { parseRoster, RosterEntry } from './roster.ts';
export type { Roster, Surroundings } from './sight.ts';
export { isInForce, parseSuppressions, suppress, type Suppression } from './suppress.ts';
export { LEVELS, type Level } from '../level.ts';
export type { RuleDocument } from '../rule.ts';
