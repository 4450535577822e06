import type { Connection } from '@trailhound/core';
import type { Finding, Risks, RulesRun } from '@trailhound/core/findings';
import { RisksInput } from '@trailhound/core/reply';
import * as z from 'zod';
import { compact, type JsonObject } from '@trailhound/program';
import { withinRoom } from '../reply/packer.ts';
import { reply } from '../reply/reply.ts';
import { tableOf, type Cells } from '../reply/table.ts';
import { toCore, WHEN, where } from './fields.ts';
import { defineTool, type Tool } from './tool.ts';

const { level, rules } = RisksInput.shape;

/** What should worry somebody. */
export function risksTool(connections: readonly Connection[]): Tool {
  return defineTool({
    name: 'find_audit_risks',
    title: 'Find audit risks',
    description:
      'Finds what should worry somebody, anything suspicious or risky: new admins and keys, weakened security, mass exports, ' +
      'deletions, impersonation, silent logs. Says why, with event uids, and which detection rules could not run.',
    input: z.strictObject({
      ...where(connections),
      ...WHEN,
      since: WHEN.since.describe('Start; default 7d'),
      level: level.describe('Least serious; default low'),
      rules: rules.describe('Only these, see audit://rules'),
      limit: z.int().min(1).max(200).default(50).describe('Findings in one answer'),
    }),
    run: async ({ limit, ...input }, call) => {
      // Loaded with the first question, so that the start does not wait for it.
      const { risks } = await import('@trailhound/core/findings');
      const found = await risks(call.connections, toCore(input), { ...call.options, ...call.service.team });
      const { query, coverage, events } = found;
      const body = bodyOf(found, limit, call.room);
      return { ...reply(call, { query, coverage, events }, body), cuttable: CUTTABLE };
    },
  });
}

const CUTTABLE = [['rules', 'not_here']] as const;

function bodyOf(found: Risks, limit: number, room: number): JsonObject {
  const { findings, events, filtered, late, forgotten } = found;
  const left = { filtered, late, forgotten: forgotten.findings + forgotten.groups };
  const table = tableOf(findings.slice(0, limit), CELLS);
  const rows = withinRoom(table.rows, room);
  const more = rows.length < findings.length;
  return {
    total: findings.length,
    events,
    rules: rulesIn(found.rules),
    left_out: Object.fromEntries(Object.entries(left).filter(([, count]) => count > 0)),
    to_narrow: more ? 'There are more findings: use a higher level or a shorter window.' : undefined,
    columns: table.columns,
    rows,
    advice: adviceOn(findings.slice(0, rows.length)),
  };
}

const CELLS: Cells<Finding> = {
  level: (finding) => finding.level,
  rule: ({ rule }) => rule,
  why: ({ why }) => why,
  first: ({ first }) => first,
  last: ({ first, last }) => (last === first ? null : last),
  count: ({ count }) => count,
  uids: ({ evidence }, short) => evidence.map(short).join(' '),
  id: ({ id }) => id,
};

function rulesIn({ rules: total, ran, learning, blind, absent }: RulesRun): JsonObject {
  return compact({ total, ran, learning: said(learning), blind: said(blind), not_here: said(absent) });
}

function said(list: RulesRun['blind']): string[] {
  return list.map(({ rule, why }) => `${rule}: ${why}`);
}

/** What to do about the findings of each rule, and what to know about them. */
function adviceOn(findings: readonly Finding[]): JsonObject {
  return Object.fromEntries(findings.map(({ rule, next, caveat }) => [rule, compact({ next, caveat })]));
}
