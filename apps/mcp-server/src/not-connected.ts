import { AuditError, providers, type Provider } from '@trailhound/core';
import { waysInWords } from './accounts.ts';
import type { Service } from './service.ts';

/** What to do when there is no account to ask. */
export function notConnected({ problems }: Service): AuditError {
  const ways = Object.values<Provider>(providers).map((provider) => `${provider.label}: set ${waysInWords(provider)}.`);
  const hints = problems.length > 0 ? problems : ways;
  return new AuditError({
    code: 'unauthorized',
    message: 'No account is connected',
    hint: `${hints.join(' ')} These are environment variables of the MCP server; or start it with --demo for simulated vendors.`,
  });
}
