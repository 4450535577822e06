/** What somebody asks an assistant, and the tools that answer it at once, the intended one first. */
export interface Question {
  readonly asked: string;
  readonly tools: readonly [string, ...string[]];
}

export const QUESTIONS: readonly Question[] = [
  // Events, over all products.
  {
    asked: 'Who shared calls with people outside the company last week?',
    tools: ['query_audit_logs', 'query_gong_audit_logs'],
  },
  { asked: 'Show me everything that was deleted since Monday, and by whom.', tools: ['query_audit_logs'] },
  { asked: 'Which security settings were changed yesterday?', tools: ['query_audit_logs'] },
  { asked: 'List failed or denied access attempts in the last 24 hours.', tools: ['query_audit_logs'] },
  { asked: 'Did anyone create a new API token or key this month?', tools: ['query_audit_logs'] },
  { asked: 'What happened on Sunday night between 22:00 and 06:00?', tools: ['query_audit_logs'] },
  { asked: 'Show the latest events from the address 203.0.113.66.', tools: ['query_audit_logs'] },
  { asked: 'Was anybody impersonated in the last 30 days?', tools: ['query_audit_logs'] },
  { asked: "List what the vendors' own support staff did in our accounts.", tools: ['query_audit_logs'] },
  { asked: 'Who changed the role of eli.edge@example.com to administrator?', tools: ['query_audit_logs'] },

  // Numbers.
  { asked: 'How many exports did each person make last month?', tools: ['summarize_audit_logs'] },
  { asked: 'Who are the most active users across our tools this quarter?', tools: ['summarize_audit_logs'] },
  {
    asked: 'How much happened per day in each product over the last two weeks?',
    tools: ['summarize_audit_logs'],
  },
  { asked: 'Count of sign-ins per IP address since Monday', tools: ['summarize_audit_logs'] },
  { asked: 'Give me the top 20 actions in Zendesk this week.', tools: ['summarize_audit_logs'] },
  { asked: 'Is there a spike of activity at night? Show a histogram by hour.', tools: ['summarize_audit_logs'] },

  // Risks.
  { asked: 'Is there anything suspicious that should worry us this week?', tools: ['find_audit_risks'] },
  { asked: 'Find security risks in our audit logs of the last month.', tools: ['find_audit_risks'] },
  { asked: 'Did a new admin make a key and export data? Any such detection?', tools: ['find_audit_risks'] },

  // One actor.
  { asked: 'What did dana.doe@example.com do everywhere in the last 30 days?', tools: ['trace_audit_actor'] },
  {
    asked: "Build a timeline of this departed employee's activity for offboarding.",
    tools: ['trace_audit_actor'],
  },
  {
    asked: 'Investigate this API key: what was it used for, and from which new addresses?',
    tools: ['trace_audit_actor'],
  },
  {
    asked: 'Follow one person through Gong, Zendesk and Ashby and point out anything odd.',
    tools: ['trace_audit_actor'],
  },
  {
    asked: 'Has Eli Edge acted at night or from an address never seen before?',
    tools: ['trace_audit_actor'],
  },

  // One event.
  { asked: 'Give me all details of the event with this uid.', tools: ['get_audit_log'] },
  { asked: 'Open Zendesk audit log entry 400063 with all its fields.', tools: ['get_audit_log'] },
  {
    asked: 'What exactly did the vendor record for this one event? I need the raw JSON.',
    tools: ['get_audit_log'],
  },

  // What there is.
  { asked: 'Which audit logs can you see, and how far back do they go?', tools: ['list_audit_sources'] },
  { asked: 'Is our Ashby account connected?', tools: ['list_audit_sources'] },
  { asked: 'How long does Gong keep its access log? What is the retention?', tools: ['list_audit_sources'] },
  { asked: 'Which filters and action names can I use for Zendesk?', tools: ['list_audit_sources'] },

  // Files.
  { asked: "Save all of last quarter's audit events to a CSV file for the auditors.", tools: ['export_audit_logs'] },
  {
    asked: 'Write an NDJSON file with everything since January so that we can load it into the SIEM.',
    tools: ['export_audit_logs'],
  },
  { asked: 'I need an evidence file with a checksum for September.', tools: ['export_audit_logs'] },

  // The e-mail of Zendesk.
  { asked: 'Ask Zendesk to e-mail me its audit log as a CSV.', tools: ['request_zendesk_audit_export'] },
  {
    asked: 'Have Zendesk send its own CSV export of the audit log to my mailbox.',
    tools: ['request_zendesk_audit_export'],
  },

  // Questions in the words of one vendor.
  {
    asked: 'Zendesk audit log entries with source_type rule and action destroy',
    tools: ['query_zendesk_audit_logs'],
  },
  {
    asked: "Filter Zendesk's audit log by actor id 361000000123 and ip address.",
    tools: ['query_zendesk_audit_logs'],
  },
  {
    asked: 'What was changed in Zendesk about ticket_field 3007, by source id?',
    tools: ['query_zendesk_audit_logs'],
  },
  { asked: 'Ashby events of the category JobStatusChanged this month', tools: ['query_ashby_audit_logs'] },
  {
    asked: 'Ashby changes to things of target type app_user since Friday',
    tools: ['query_ashby_audit_logs'],
  },
  {
    asked: "Read Gong's ExternallySharedCallAccess log for last night.",
    tools: ['query_gong_audit_logs'],
  },
  {
    asked: 'Which Gong calls were played according to UserCallPlay?',
    tools: ['query_gong_audit_logs', 'query_audit_logs'],
  },
];
