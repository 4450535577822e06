import type { Measured } from './facts.ts';

/** Zendesk's ids have eleven to fifteen digits, the simulator's have six. */
const ZENDESK_IDS = 36_000_000_000_000;

/**
 * A page with ids, and addresses that hold them, as long as the vendor's own: whoever looks for secrets looks longer at long
 * texts. Gong's and Ashby's simulated ids are as long as theirs already.
 */
export function lifeSize(vendor: Measured, body: string): string {
  if (vendor !== 'zendesk') return body;
  return body.replaceAll(
    /("(?:source_)?id": ?|\/audit_logs\/)(\d+)/g,
    (_, before: string, id: string) => `${before}${ZENDESK_IDS + Number(id)}`,
  );
}
