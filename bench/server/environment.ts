import type { Simulator } from '@trailhound/simulator';
import { KINDS, type Measured } from '../vendors/facts.ts';

/** Our server's environment variables, one per credential field. */
export function environment(simulator: Simulator): Record<string, string> {
  const of = (vendor: Measured): Readonly<Record<string, string>> => simulator.credentials(vendor)[KINDS[vendor]] ?? {};
  const { accessKey = '', accessKeySecret = '' } = of('gong');
  const { email = '', apiToken = '' } = of('zendesk');
  return {
    GONG_BASE_URL: simulator.baseUrl('gong'),
    GONG_ACCESS_KEY: accessKey,
    GONG_ACCESS_KEY_SECRET: accessKeySecret,
    ZENDESK_BASE_URL: simulator.baseUrl('zendesk'),
    ZENDESK_EMAIL: email,
    ZENDESK_API_TOKEN: apiToken,
    ASHBY_BASE_URL: simulator.baseUrl('ashby'),
    ASHBY_API_KEY: of('ashby')['apiKey'] ?? '',
  };
}
