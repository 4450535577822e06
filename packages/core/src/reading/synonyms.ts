import { remember } from '../remember.ts';

/** Terms of the trade that mean the same, in English, German and French. */
const ALIKE: readonly (readonly string[])[] = [
  [
    '2fa, mfa, totp, two factor, multi factor, multifactor, second factor',
    'zwei faktor, zweifaktor, mehrfaktor',
    'deux facteurs, double authentification',
  ],
  [
    'role, admin, administrator, owner, permission, privilege',
    'rolle, berechtigung, rechte, eigentümer, inhaber',
    'rôle, administrateur, propriétaire, autorisation, privilège',
  ],
  ['sso, saml, single sign on, single signon', 'einmalanmeldung', 'authentification unique, connexion unique'],
  [
    'token, apitoken, api key, apikey, access key, credential, client secret, oauth client',
    'schlüssel, api schlüssel, zugangsdaten',
    "jeton, clé api, clé d'accès, identifiants",
  ],
].map((languages) => languages.flatMap((terms) => terms.split(', ')));

/** Plurals, in the three languages. */
const ENDING = '(?:s|n|en)?';

/** What else a text is looked for by; empty unless it is a term of the trade. */
export function synonymsOf(text: string): readonly string[] {
  const asked = plain(text);
  const isAsked = (term: string): boolean => new RegExp(`^${term}${ENDING}$`, 'u').test(asked);
  const group = ALIKE.find((terms) => terms.some(isAsked)) ?? [];
  return group.filter((term) => !isAsked(term));
}

/** Tests whether a text has one of the synonyms as a word of its own. */
export const synonymTest = remember((text) => {
  const terms = synonymsOf(text);
  if (terms.length === 0) return () => false;
  const words = new RegExp(`(?<![\\p{L}\\p{N}])(?:${terms.join('|')})${ENDING}(?![\\p{L}\\p{N}])`, 'u');
  return (part: string) => words.test(plain(part));
}, 16);

/** Small letters, and words apart: `RoleGranted`, `api_key` and `two-factor` become `role granted`, `api key`, `two factor`. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll(/[\s_./-]+/gu, ' ')
    .trim();
}
