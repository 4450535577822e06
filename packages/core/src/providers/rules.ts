import type { RuleDocument } from '../rule.ts';
import { rules as ashby } from './ashby/rules.ts';
import { rules as gong } from './gong/rules.ts';
import { rules as zendesk } from './zendesk/rules.ts';

/** The rules of the products that have some of their own. */
export const providerRules: readonly RuleDocument[] = [...gong, ...zendesk, ...ashby];
