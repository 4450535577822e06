import { isIP } from 'node:net';

/** A recurring review, as the steps that answer it. */
export interface Playbook {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The default for `since`, which every playbook asks for. */
  readonly since: string;
  readonly actor?: string;
  readonly steps: readonly string[];
  /** Replaces `steps` if the actor is an IP address, since nobody can be traced by one. */
  readonly stepsForIp?: readonly string[];
}

const MARKED = 'get_audit_log for each event that a remark or flag marks, by its uid.';
const STORY = 'Tell it as a story in time order, quote uids, and separate what is known from what is guessed.';
const COVER = 'Say what the answers do not cover: gaps, warnings, retention, logs that were not read.';

export const PLAYBOOKS: readonly Playbook[] = [
  {
    name: 'investigate_actor',
    title: 'Investigate an actor',
    description: 'What did this person, key or address do, everywhere, and what stands out?',
    actor: 'An e-mail address, an id, a full name or an IP address',
    since: '30d',
    steps: [
      'trace_audit_actor with actor={actor}, since={since}: the timeline over all products, with remarks.',
      'summarize_audit_logs with actor={actor}, since={since}, by=["action","ip","target"]: habits against which to judge.',
      MARKED,
      STORY,
    ],
    stepsForIp: [
      'query_audit_logs with ip={actor}, since={since}: what came from this address. Many events carry none.',
      'summarize_audit_logs with ip={actor}, since={since}, by=["actor","action","target"]: who used it, for what.',
      'trace_audit_actor with each actor that it names, since={since}: is the address usual for them?',
      MARKED,
      STORY,
    ],
  },
  {
    name: 'triage_risks',
    title: 'Triage risks',
    description: 'What should worry somebody, and which of it is harmless?',
    since: '7d',
    steps: [
      'find_audit_risks with since={since}: findings with reasons and uids, and the rules that could not run.',
      'get_audit_log for the uids of each finding of level high or critical.',
      'trace_audit_actor for each person in them, since={since}: is it usual for them, and what followed?',
      'Sort into: explained, needs a question to somebody, needs action now. Quote uids; a finding is a reason to look, not a proof of guilt.',
      'Name the rules that were blind or learning: nothing is known about what they look for.',
    ],
  },
  {
    name: 'offboarding_check',
    title: 'Offboarding check',
    description: 'Did somebody who has left still act, and what did they take along?',
    actor: 'The e-mail address or full name of who left',
    since: '90d',
    steps: [
      'find_audit_risks with since={since}, rules=["offboarded-active"]: who acted after leaving; blind without a roster.',
      'trace_audit_actor with actor={actor}, since={since}.',
      'query_audit_logs with actor={actor}, since={since}, verbs=["export","share","delete"]: what was taken, given away or removed.',
      'query_audit_logs with target={actor}, since={since}: when access was ended, by whom.',
      'Compare the last own event with the end of access; anything after it needs an explanation.',
    ],
  },
  {
    name: 'impersonation_review',
    title: 'Impersonation review',
    description: "Who acted as somebody else, and did the vendor's staff come in?",
    since: '30d',
    steps: [
      'find_audit_risks with since={since}, rules=["impersonated","impersonated-from-outside","vendor-staff-writes"]: what to look at first.',
      'summarize_audit_logs with flags=["impersonated","vendor_staff"], since={since}, by=["actor","action","provider"].',
      'query_audit_logs with flags=["impersonated","vendor_staff"], since={since}, detail="full": each event names the impersonator.',
      'For each impersonator: what was read, changed or exported meanwhile, and is there a reason such as a support case?',
    ],
  },
  {
    name: 'external_sharing_review',
    title: 'External sharing review',
    description: 'What was shared outside, by whom, and who outside opened it?',
    since: '30d',
    steps: [
      'find_audit_risks with since={since}, rules=["share-burst","link-spread","forwarding-set"]: what to look at first.',
      'query_audit_logs with verbs=["share"], since={since}: what was shared, by whom.',
      'summarize_audit_logs with flags=["external"], since={since}, by=["actor","target","ip"], bucket="day": who outside looked at what.',
      'query_audit_logs with flags=["external"], since={since} for what stands out: many addresses, nights, long after the sharing.',
    ],
  },
  {
    name: 'admin_and_role_changes',
    title: 'Admin and role changes',
    description: 'Who got more rights, from whom, and did they use them at once?',
    since: '30d',
    steps: [
      'find_audit_risks with since={since}, rules=["admin-granted","self-grant","owner-changed","grant-key-export"]: what to look at first.',
      'query_audit_logs with text="role", since={since}, verbs=["create","update"], detail="full": changes carry from and to.',
      'query_audit_logs with text="admin", since={since}.',
      'trace_audit_actor for everybody who gained rights, from the time of the change.',
    ],
  },
  {
    name: 'leaked_api_key',
    title: 'Leaked API key',
    description: 'A key or token may have leaked: what was done with it, from where?',
    actor: 'The id or name of the key, or of the account behind it',
    since: '30d',
    steps: [
      'find_audit_risks with since={since}, rules=["credential-created","new-service-key","large-export"]: is the key among them?',
      'summarize_audit_logs with actor={actor}, since={since}, by=["ip","action","target"], bucket="day".',
      'trace_audit_actor with actor={actor}, since={since}: addresses that are new, bursts, nights.',
      'query_audit_logs with text="api", since={since}, verbs=["create","update","delete"]: who created or changed keys.',
      'List every address, the first and last use from each, and what it read or changed.',
    ],
  },
  {
    name: 'settings_drift',
    title: 'Settings drift',
    description: 'Which settings changed, and which of them weaken security?',
    since: '30d',
    steps: [
      'find_audit_risks with since={since}, rules=["sign-in-weakened","evidence-weakened","ip-restriction-off"]: what to look at first.',
      'summarize_audit_logs with verbs=["create","update","delete"], since={since}, by=["category","action","actor"].',
      'query_audit_logs with verbs=["create","update","delete"], text="setting", since={since}, detail="full": the first change of a setting may be its creation.',
      'Sort by risk: sign-in and two-factor, retention and redaction, sharing, API access, then the rest. Name from and to.',
    ],
  },
  {
    name: 'access_review',
    title: 'Access review',
    description: 'Who uses which product, how much, and who has stopped?',
    since: '90d',
    steps: [
      'summarize_audit_logs with since={since}, by=["actor","provider"], top=100.',
      'summarize_audit_logs with since={since}, verbs=["export","delete","share"], by=["actor"], top=50.',
      'List who acts in several products, who exports or deletes most, and keys or rules that act.',
    ],
  },
  {
    name: 'daily_digest',
    title: 'Daily digest',
    description: 'What a reviewer should know about the last day.',
    since: '24h',
    steps: [
      'summarize_audit_logs with since={since}: totals, who, what, when.',
      'find_audit_risks with since={since}: findings, and the rules that could not run.',
      'query_audit_logs with flags=["impersonated","vendor_staff","external","denied"], since={since}: what no rule has found.',
      'query_audit_logs with verbs=["export","delete"], since={since}.',
      'At most ten lines: what is unusual first, quiet logs last.',
    ],
  },
  {
    name: 'evidence_for_period',
    title: 'Evidence for a period',
    description: 'Audit evidence for a control over a period, with what it covers.',
    since: '90d',
    steps: [
      'list_audit_sources: retention of each log, so that the period can be covered at all.',
      'summarize_audit_logs with since={since}, by=["verb","action","actor"], bucket="week".',
      'export_audit_logs with since={since}, if it is offered; else query_audit_logs with since={since}, order="oldest", to the end of its cursors.',
      'Write down window, time zone, counts, sha256 of files and coverage of each log.',
    ],
  },
];

/** The text that a prompt gives a model. */
export function playbookText(
  { title, steps, stepsForIp = steps }: Playbook,
  values: Readonly<Record<string, string>>,
): string {
  const fitting = isIP(values['actor']?.trim() ?? '') === 0 ? steps : stepsForIp;
  const lines = [...fitting, COVER].map((step, index) => `${index + 1}. ${step}`);
  const text = [`${title}. Work through these steps with the audit log tools:`, ...lines].join('\n');
  return text.replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => JSON.stringify(values[name]?.trim() ?? whole));
}
