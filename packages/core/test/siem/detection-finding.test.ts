import { expect, test } from 'vitest';
import { RULES } from '../../src/findings/pack/index.ts';
import { OCSF_VERSIONS } from '../../src/siem/classes.ts';
import { findingToOcsf } from '../../src/siem/detection-finding.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { ASHBY } from '../findings/cases/ashby.ts';
import { eventOf } from '../findings/cases/case.ts';
import { GONG } from '../findings/cases/gong.ts';
import { ZENDESK } from '../findings/cases/zendesk.ts';
import { AROUND, detect } from '../findings/happened.ts';
import { officialErrors } from './official.ts';

const entries = [...ZENDESK, ...GONG, ...ASHBY].flatMap(({ found }) => Object.values(found));
const around = { ...AROUND, ownDomains: ['example.com'] };
const { findings } = detect(
  RULES,
  entries.map((entry, index) => eventOf(entry, index)),
  { around },
);

test.each(OCSF_VERSIONS)('every finding of the own rules is valid in OCSF %s', (version) => {
  expect(findings.length).toBeGreaterThan(20);
  for (const finding of findings)
    expect(officialErrors(findingToOcsf(finding, { version }), version), finding.rule).toEqual([]);
});

test('what a finding says is kept', () => {
  const finding: Finding = {
    id: 'abc',
    rule: 'zendesk/admin-granted',
    version: 2,
    level: 'critical',
    title: 'Administrator rights granted',
    why: '"Gil" changed "Eli"',
    who: ['Gil'],
    first: '2026-10-05T09:00:00.000Z',
    last: '2026-10-05T10:00:00.000Z',
    count: 3,
    evidence: ['zendesk-1', 'zendesk-2'],
    attack: { version: '19', techniques: ['T1098.003', 'T1078'] },
    state: 'suppressed',
    next: 'Ask.',
    caveat: 'Maybe.',
  };
  const said = findingToOcsf(finding);
  expect(officialErrors(said, '1.9.0')).toEqual([]);
  expect(said).toMatchObject({
    class_uid: 2004,
    type_uid: 200_401,
    severity_id: 5,
    status_id: 3,
    is_alert: true,
    count: 3,
    message: '"Gil" changed "Eli"',
    comment: 'Maybe.',
    remediation: { desc: 'Ask.' },
    finding_info: {
      uid: 'abc',
      analytic: { uid: 'zendesk/admin-granted', version: '2' },
      related_events: [{ uid: 'zendesk-1' }, { uid: 'zendesk-2' }],
      attacks: [
        { version: '19', technique: { uid: 'T1098' }, sub_technique: { uid: 'T1098.003' } },
        { version: '19', technique: { uid: 'T1078' } },
      ],
    },
  });
});

test('a finding with more events than when it was told is an update', () => {
  const [finding] = findings;
  if (finding === undefined) throw new Error('There is no finding');
  const said = findingToOcsf({ ...finding, state: 'updated' });
  expect(officialErrors(said, '1.9.0')).toEqual([]);
  expect(said).toMatchObject({ activity_id: 2, type_uid: 200_402, status_id: 1 });
});

test('a rule without techniques has no attacks', () => {
  const [finding] = findings;
  const bare = finding && findingToOcsf({ ...finding, attack: { techniques: [] } });
  expect(bare?.['finding_info']).not.toHaveProperty('attacks');
});
