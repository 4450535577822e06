import { list, text } from './option-kinds.ts';

/** The options that say where a team keeps what it brings to find risks. */
export const TEAM = {
  rules: text('folder', 'Run the Sigma rules in this folder too, and apply its filters'),
  suppressions: text(
    'file',
    'Leave out the findings that this file says somebody has dealt with; each entry has an end',
  ),
  roster: text('file', 'Your people: CSV or JSON with person, emails, ids, left_at, privileged and time_zone'),
  ownDomains: list('names', 'The domains of your company; rules about other domains need them'),
};
