import { providerRules } from '../../providers/rules.ts';
import type { RuleDocument } from '../../rule.ts';
import { DATA } from './data.ts';
import { PEOPLE } from './people.ts';
import { REMARKABLE } from './remarks.ts';
import { SEQUENCES } from './sequences.ts';

/** The version of ATT&CK that the tags of all of them follow. */
const ATTACK = '19';

/** The rules that come with Trailhound. */
export const RULES: readonly RuleDocument[] = [...SEQUENCES, ...PEOPLE, ...DATA, ...REMARKABLE, ...providerRules].map(
  (rule) => (rule.tags === undefined ? rule : { ...rule, trailhound: { attack: ATTACK, ...rule.trailhound } }),
);
