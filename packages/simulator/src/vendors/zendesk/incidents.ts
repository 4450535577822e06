import { called, CAST, type Person } from '../../world/cast.ts';
import { DAY, HOUR, repeatedly, type Clue, type Incident } from '../../world/incident.ts';
import { zendeskId } from './entries.ts';

const LABELS: Readonly<Record<string, string>> = { create: 'Created', destroy: 'Deleted', exported: 'Exported' };

interface ToldChange {
  readonly by: Person;
  readonly action?: string;
  readonly type: string;
  readonly id?: number;
  readonly label: string;
  readonly text?: string;
}

function clue({ by, action = 'update', type, id = 3001, label, text = '' }: ToldChange): Omit<Clue, 'ago'> {
  return {
    log: 'audit_logs',
    entry: {
      action,
      action_label: LABELS[action] ?? 'Updated',
      actor_id: zendeskId(by),
      actor_name: by.name,
      ip_address: by.ip,
      source_id: id,
      source_type: type,
      source_label: label,
      change_description: text,
    },
  };
}

function once(told: ToldChange): Incident {
  return [{ ...clue(told), ago: DAY }];
}

function suspension(by: Person, of: Person, action: string, text: string): ToldChange {
  return { by, action, type: 'user_setting', id: zendeskId(of), label: `Suspension state: ${of.name}`, text };
}

const [gil, sam, zoe] = [called('Gil'), called('Sam'), called('Zoe')];

/** Only the labels of the restriction by address and of the trigger's e-mail are assumed. */
export const ZENDESK_INCIDENTS: Readonly<Record<string, Incident>> = {
  'self-grant': once({
    by: sam,
    type: 'user',
    id: zendeskId(sam),
    label: sam.name,
    text: 'Role changed from Agent to Administrator',
  }),
  'owner-changed': once({
    by: gil,
    type: 'account',
    label: 'Account: Account',
    text: `Owner changed from ${zoe.name} to ${gil.name}`,
  }),
  'ip-restriction-off': once({ by: gil, type: 'account_setting', label: 'IP restrictions', text: 'Disabled' }),
  'support-access-opened': once({ by: gil, type: 'account_setting', label: 'Account Assumption', text: 'Changed' }),
  'user-unsuspended': once(suspension(gil, called('Eli'), 'update', 'Unsuspended')),
  'suspension-wave': repeatedly({ times: 6, ago: DAY }, (index) =>
    clue(suspension(gil, CAST[index] ?? sam, 'create', 'Suspended')),
  ),
  'forwarding-set': once({
    by: gil,
    type: 'trigger',
    label: 'Escalate urgent tickets',
    text: 'Email changed from not set to tickets@partner.example',
  }),
  'delete-spree': repeatedly({ times: 25, ago: DAY }, (index) =>
    clue({ by: gil, action: 'destroy', type: 'macro', id: 3100 + index, label: `Macro ${index}` }),
  ),
  'export-burst': repeatedly({ times: 6, ago: DAY, apart: HOUR }, () =>
    clue({ by: called('Eli'), action: 'exported', type: 'user', label: 'Users export', text: 'Exported 412 users' }),
  ),
};
