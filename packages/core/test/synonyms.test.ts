import { describe, expect, test } from 'vitest';
import { synonymsOf, synonymTest } from '../src/reading/synonyms.ts';

describe('A term of the trade', () => {
  test.each([
    ['role', 'Administrator rights'],
    ['Roles', 'FixtureAdminGranted'],
    ['admin', 'account_owner'],
    ['Administrator', 'Role changed from Agent to Light agent'],
    ['rolle', 'permission_set'],
    ['Berechtigungen', 'Role changed'],
    ['rôle', 'Owner transferred'],
    ['administrateurs', 'role'],
    ['2FA', 'two_factor_enforcement disabled'],
    ['MFA', 'Two-factor authentication'],
    ['two-factor', 'mfaEnabled'],
    ['Zwei-Faktor', 'MFA switched off'],
    ['deux facteurs', '2FA'],
    ['SSO', 'SamlConfigurationUpdated'],
    ['SAML', 'single sign-on'],
    ['Einmalanmeldung', 'sso'],
    ['API key', 'apitoken'],
    ['api_keys', 'OAuth client created'],
    ['token', 'ApiKeyCreated'],
    ['credentials', 'oauth_client'],
    ['API-Schlüssel', 'API key created'],
    ['jeton', 'token'],
    ['clé API', 'apikey'],
  ])('%s finds %s', (text, part) => {
    expect(synonymTest(text)(part)).toBe(true);
  });

  test.each([
    ['role', 'ownership of the badminton club'],
    ['sso', 'A lesson'],
    ['token', 'tokenized'],
    ['admin', 'Unpermissioned'],
    ['role of the owner', 'admin'],
    ['', 'role'],
    ['.*', 'role'],
    ['constructor', 'role'],
  ])('%s does not find %s', (text, part) => {
    expect(synonymTest(text)(part)).toBe(false);
  });

  test('does not count among its own synonyms, in any number', () => {
    expect(synonymsOf('Roles')).not.toContain('role');
    expect(synonymsOf('Roles')).toContain('administrator');
    expect(synonymsOf('invoice')).toEqual([]);
  });
});
