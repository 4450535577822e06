/**
 * Names of what looks random and is there to be read and compared, matched like the names of secrets: digests of files
 * and answers, ids that follow a request through several systems, and ids of anything else.
 */
export const IDENTIFIERS = {
  digest:
    / (?:md|sha|crc|digest|checksum|hash|etag|e tag|fingerprint|thumbprint|commit|revision|integrity) | (?:if none match|if match|cursor) $| (?:trace|span|parent|request|correlation|transaction|operation|activity|ray|event) ids? $|trace ?parent $|trace context $/,
  id: / (?:id|ids|uuid|guid) $/,
} as const;

/** How a name says that what looks random is no secret. */
export type Identification = keyof typeof IDENTIFIERS;

const FORMS: Readonly<Record<Identification, RegExp>> = {
  digest: /^(?:W\/)?"?(?:(?:md5|sha-?\d{1,3})[:-])?(?!\/)[\w+/-]{1,160}={0,2}"?$/i,
  // A UUID without its dashes.
  id: /^[0-9a-f]{32}$/i,
};

/** Whether a text is no more than such an id, going by its form. */
export function isIdentifier(text: string, names: Identification): boolean {
  return FORMS[names].test(text);
}
