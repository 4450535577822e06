import type { Measured } from './facts.ts';

/** Zendesk's ids have eleven to fifteen digits, the simulator's have six. */
const ZENDESK_IDS = 36_000_000_000_000;

/**
 * Makes the ids in a page, and the addresses that contain them, as long as the vendor's own, because redaction takes
 * longer on longer texts. Gong's and Ashby's simulated ids already have the right length.
 */
export function lifeSize(vendor: Measured, body: string): string {
  if (vendor !== 'zendesk') return body;
  return body.replaceAll(
    /("(?:source_)?id": ?|\/audit_logs\/)(\d+)/g,
    (_, before: string, id: string) => `${before}${ZENDESK_IDS + Number(id)}`,
  );
}
