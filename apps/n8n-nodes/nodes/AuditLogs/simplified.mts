import { columns } from '@trailhound/core/reply';

/** The columns of the table that n8n shows: what fits into its width comes first. A module, so that the build reads it as well. */
export const SIMPLIFIED: readonly string[] = [
  ...new Set(['time', 'actor', 'action', 'message', ...columns([]).columns]),
];
