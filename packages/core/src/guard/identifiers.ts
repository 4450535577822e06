/**
 * Names of values that look random but are meant to be read and compared: digests of files and responses, ids that
 * follow a request through several systems, and other ids. Matched like the names of secrets.
 */
export const IDENTIFIERS = {
  digest:
    / (?:md|sha|crc|digest|checksum|hash|etag|e tag|fingerprint|thumbprint|commit|revision|integrity) | (?:if none match|if match|cursor) $| (?:trace|span|parent|request|correlation|transaction|operation|activity|ray|event) ids? $|trace ?parent $|trace context $/,
  id: / (?:id|ids|uuid|guid) $/,
} as const;

/** The ways in which a name says that a random value is not a secret. */
export type Identification = keyof typeof IDENTIFIERS;

const FORMS: Readonly<Record<Identification, RegExp>> = {
  digest: /^(?:W\/)?"?(?:(?:md5|sha-?\d{1,3})[:-])?(?!\/)[\w+/-]{1,160}={0,2}"?$/i,
  // A UUID without its dashes.
  id: /^[0-9a-f]{32}$/i,
};

/** Whether a text has the format of such an id. */
export function isIdentifier(text: string, names: Identification): boolean {
  return FORMS[names].test(text);
}
