import type { Entry } from '../cases/case.ts';
import { activity, opened, played } from '../cases/gong.ts';
import { DAY, HOUR, MINUTE } from '../happened.ts';
import type { Member, Scene, Stage } from './stage.ts';

const scene =
  (isIncident: boolean, isSingle: boolean) =>
  (name: string, play: Scene['play']): Scene => ({ name, isIncident, isSingle, play });
const single = scene(true, true);
const several = scene(true, false);
const benign = scene(false, false);

const repeat = (count: number, apart: number, stage: Stage, act: (index: number) => void): void => {
  for (let index = 0; index < count; index += 1) {
    act(index);
    stage.later(apart);
  }
};
const setting = (stage: Stage, who: Member, label: string, text: string): Entry =>
  stage.zendesk(who, { source_type: 'account_setting', source_label: label, change_description: text });
const exportCalls = activity({ verb: 'GET', endpoint: '/export/calls', action: 'ExportCalls' });
const promote = (stage: Stage, whom: Member): Entry =>
  stage.zendesk(stage.of('admin'), {
    source_type: 'user',
    source_id: 1000 + whom.number,
    source_label: whom.name,
    change_description: 'Role changed from Agent to Administrator',
  });
const makeToken = (stage: Stage, who: Member): Entry =>
  stage.zendesk(who, { action: 'create', source_type: 'api_token', source_label: 'API token: sync' });
const exportTickets = (stage: Stage, who: Member, rows: string): Entry =>
  stage.zendesk(who, {
    action: 'exported',
    source_type: 'ticket',
    source_label: 'x',
    change_description: `Exported ${rows} tickets`,
  });
const TWO_FACTOR = 'Two-Factor authentication for all admins and agents';

export const INCIDENTS: readonly Scene[] = [
  single('redaction off', (stage) => setting(stage, stage.of('admin'), 'Credit Card Redaction', 'Disabled')),
  single('two-factor off', (stage) => setting(stage, stage.of('admin'), TWO_FACTOR, 'Turned off')),
  single('addresses opened', (stage) => setting(stage, stage.of('admin'), 'IP restrictions', 'Disabled')),
  single('large export', (stage) => exportTickets(stage, stage.of('support'), '48,000')),
  single('own promotion', (stage) => {
    const who = stage.of('support');
    stage.zendesk(who, {
      source_type: 'user',
      source_id: 1000 + who.number,
      source_label: who.name,
      change_description: 'Role changed from Agent to Administrator',
    });
  }),
  single('owner changed', (stage) =>
    stage.zendesk(stage.of('admin'), {
      source_type: 'account',
      source_label: 'Account: Account',
      change_description: 'Owner changed from A to B',
    }),
  ),
  single('suspended user back', (stage) =>
    stage.zendesk(stage.of('support'), {
      source_type: 'user_setting',
      source_label: 'Suspension state: Bob',
      change_description: 'Unsuspended',
    }),
  ),
  single('outsider in disguise', (stage) => {
    const share = activity(
      { endpoint: '/call/share' },
      { impersonatorEmailAddress: 'x@vendor.example', impersonatorUserId: '9' },
    );
    stage.gong(stage.of('sales'), share);
  }),
  single('confidential job opened', (stage) =>
    stage.ashby(stage.of('recruiter'), {
      category: 'JobUpdated',
      changed: { confidential: { from: true, to: false } },
    }),
  ),
  several('promotion, key, export', (stage) => {
    const who = stage.of('support');
    promote(stage, who);
    stage.later(HOUR);
    makeToken(stage, who);
    stage.later(3 * HOUR);
    exportTickets(stage, who, '900');
  }),
  several('exports all day', (stage) => {
    const who = stage.of('sales');
    repeat(8, 20 * MINUTE, stage, () => stage.gong(who, exportCalls));
  }),
  several('deletions', (stage) => {
    const who = stage.of('support');
    repeat(40, MINUTE, stage, () =>
      stage.zendesk(who, { action: 'destroy', source_type: 'ticket', source_label: 't' }),
    );
  }),
  several('all candidates', (stage) => {
    const who = stage.of('recruiter');
    repeat(60, MINUTE / 2, stage, (index) =>
      stage.ashby(who, { category: 'CandidateViewed', type: 'candidate', id: `x${index}` }),
    );
  }),
  several('all calls', (stage) => {
    const who = stage.of('sales');
    repeat(50, 5 * MINUTE, stage, (index) => stage.gong(who, played(`binge ${index}`)));
  }),
  several('many shares', (stage) => {
    const who = stage.of('sales');
    repeat(15, 10 * MINUTE, stage, () =>
      stage.gong(who, activity({ endpoint: '/call/share', column: 'expires', from: null, to: 'x' })),
    );
  }),
  several('a link that spreads', (stage) =>
    repeat(10, 20 * MINUTE, stage, (index) => stage.outside(opened('leaked', `203.0.113.${index}`))),
  ),
  several('everybody suspended', (stage) => {
    const who = stage.of('admin');
    repeat(9, MINUTE, stage, (index) =>
      stage.zendesk(who, {
        action: 'create',
        source_type: 'user_setting',
        source_id: index,
        source_label: `Suspension state: P${index}`,
        change_description: 'Suspended',
      }),
    );
  }),
  several('a key from elsewhere', (stage) => makeToken(stage, { ...stage.of('admin'), ip: '203.0.113.200' })),
  several('little by little', (stage) => {
    const who = { ...stage.of('support'), ip: '203.0.113.77' };
    repeat(3, DAY, stage, () => exportTickets(stage, who, '3,000'));
  }),
];

/** What looks like an incident, and is none. */
export const BENIGN: readonly Scene[] = [
  benign('a token is rotated', (stage) => {
    const who = stage.of('admin');
    makeToken(stage, who);
    stage.later(MINUTE);
    stage.zendesk(who, { action: 'destroy', source_type: 'api_token', source_label: 'API token: sync' });
  }),
  benign('exports at the end of the quarter', (stage) => {
    const who = stage.of('analyst');
    repeat(3, HOUR, stage, () => exportTickets(stage, who, '6,000'));
  }),
  benign('an onboarding week', (stage) => {
    const who = stage.of('admin');
    repeat(12, MINUTE, stage, (index) =>
      stage.zendesk(who, { action: 'create', source_type: 'user', source_label: `New ${index}` }),
    );
  }),
  benign('a journey', (stage) => {
    const who = { ...stage.of('sales'), ip: '198.51.100.9' };
    repeat(6, 2 * HOUR, stage, (index) => stage.gong(who, played(`away ${index}`)));
  }),
  benign('another identity provider', (stage) => {
    const who = stage.of('admin');
    setting(
      stage,
      who,
      'SAML single sign-on',
      'SAML single sign-on changed from https://old.example.com to https://new.example.com',
    );
    stage.later(MINUTE);
    setting(stage, who, 'SAML single sign-on', 'Enabled');
  }),
  benign('a clean-up', (stage) => {
    const who = stage.of('admin');
    repeat(15, MINUTE, stage, () =>
      stage.zendesk(who, { action: 'destroy', source_type: 'macro', source_label: 'Old' }),
    );
  }),
  benign('a week of quality reviews', (stage) => {
    const who = stage.of('analyst');
    repeat(12, 10 * MINUTE, stage, (index) => stage.gong(who, played(`review ${index}`)));
  }),
  benign('support by the vendor', (stage) => {
    const who = { type: 'Support', id: 's1', email: 'help@vendor.example', name: 'Vendor Support' };
    stage.ashby(stage.of('admin'), { category: 'CandidateViewed', actor: who });
  }),
  benign('a protection is switched on', (stage) => setting(stage, stage.of('admin'), TWO_FACTOR, 'Enabled')),
];
