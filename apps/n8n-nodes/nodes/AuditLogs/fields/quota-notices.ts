import type { INodeProperties } from 'n8n-workflow';
import { shownWith } from './products.ts';
import { everyProvider } from './resource.ts';

const MINUTES_A_DAY = 1440;

/** The cost of polling at n8n's default interval, for vendors with a daily quota. */
export const quotaNotices: readonly INodeProperties[] = everyProvider.flatMap((provider): INodeProperties[] => {
  const { requestsPerDay } = provider.limits;
  if (requestsPerDay === undefined) return [];
  const perDay = provider.logs.filter(({ heavy }) => heavy !== true).length * MINUTES_A_DAY;
  const [spent, allowed] = [perDay, requestsPerDay].map((count) => count.toLocaleString('en'));
  return [
    {
      displayName: `Polling ${provider.label} every minute takes at least ${spent} of the ${allowed} requests a day that all of your integrations share. Every five to fifteen minutes is usually enough.`,
      name: `${provider.id}QuotaNotice`,
      type: 'notice',
      displayOptions: shownWith(provider),
      default: '',
    },
  ];
});
