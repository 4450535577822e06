import { RULES } from '@trailhound/core/findings';
import { RisksInput } from '@trailhound/core/reply';
import { expect, test } from 'vitest';
import { PLAYBOOKS } from '../src/prompts/playbooks.ts';

const steps = PLAYBOOKS.flatMap((playbook) => playbook.steps.map((step) => [playbook.name, step] as const));
const asking = steps.flatMap(([name, step]) => {
  const rules = /rules=(\[.*?\])/.exec(step)?.[1];
  return rules === undefined ? [] : [[name, RisksInput.shape.rules.parse(JSON.parse(rules)) ?? []] as const];
});

test('playbooks ask for what rules know', () => {
  expect(asking.length).toBeGreaterThan(5);
});

test.each(asking)('%s asks for rules of the pack: %j', (_, rules) => {
  const known = RULES.filter(({ level }) => level !== 'informational').map(({ name }) => name);
  expect(known).toEqual(expect.arrayContaining([...rules]));
});
