import { AuditError, providers, type Provider } from '@trailhound/core';
import { waysInWords } from './accounts.ts';

/** What to do if no account is connected. `where` says where the program looks for variables. */
export function notConnected(problems: readonly string[], where: string): AuditError {
  const ways = Object.values<Provider>(providers).map((provider) => `${provider.label}: set ${waysInWords(provider)}.`);
  const hints = problems.length > 0 ? problems : ways;
  return new AuditError({
    code: 'unauthorized',
    message: 'No account is connected',
    hint: `${hints.join(' ')} ${where}`,
  });
}
