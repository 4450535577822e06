/**
 * Names of fields that hold secrets. They are matched against the lower-case words of a name with blanks around each:
 * `X-Api-Key` becomes ` x api key `. A pattern without a leading blank also matches the end of a word: `accesstoken`.
 * The first kind that matches names the marker.
 */
export const SECRET_NAMES = {
  csrf: /(?:csrf|xsrf) | (?:authenticity|verification) token | csrfmiddlewaretoken /,
  password:
    /(?:password|passwd|passwort|kennwort|wachtwoord|contrasena|senha)s? | (?:pwd|pw|passphrase|pass phrase|passcode|mot de passe) | (?:db|database|smtp|imap|mysql|postgres|redis|mongo|root|admin|user|ftp|ssh|ldap|proxy|mail) pass $/,
  otp: /totp | (?:otp|hotp|pin) | (?:mfa|sms|pin|security|verification|recovery|backup|one time) codes? | security answer /,
  authorization: /authorization | auth code | x auth $/,
  cookie: /cookies? /,
  signature: /signature /,
  'api-key':
    /(?:api|access|private|secret)keys? | (?:api|access|private|auth|signing|encryption|ssh|master|shared|session|service|account|client|consumer|license|insert|ingest|write|deploy|integration|routing|webhook|hmac|bot|app|application) keys? /,
  secret: /secrets? /,
  token: /tokens? | (?:jwt|bearer) | code verifier | (?:client|saml) assertion | saml ?response | device code /,
  session: / session |sessid |sessionid /,
  credential: /credentials? | connection string | (?:magic|reset) link /,
} as const;

/** Names that hold a secret in a query string, a form or a parameter list, and mean something harmless elsewhere. */
export const PARAMETER_NAMES = {
  code: /^ (?:auth )?code $/,
  key: /^ key $/,
  signature: /^ sig $/,
  session: /^ sid $/,
  password: /^ pass $/,
  authorization: /^ auth $/,
} as const;

/** Names of facts about a secret, which are not secret: `token_type`, `passwordChangedAt`, `has_password`. */
export const METADATA =
  / (?:type|types|name|names|label|title|count|length|size|limit|level|strength|policy|policies|status|state|enabled|disabled|required|changed|updated|created|revoked|at|date|time|timeout|duration|lifetime|age|ttl|start|end|expiry|expires|expired|expiration|scope|scopes|method|algorithm|alg|version|issuer|url|uri|endpoint|consent|access|usage|rotation|setting|settings|owner|permission|permissions|management|reset|history|complexity|requirement|requirements|provider|description|prefix|location|format|mode|source|purpose|event|events|request|requests) $|^ (?:has|is|max|min|num|total) |(?:token|key|credential|authorization) ids? $/;

/** Members of `{ name, value }` and similar objects: a name, the name of a parameter, a value. */
export const HOLDERS = {
  parameter: /^ (?:key|parameter|param|header) $/,
  name: /^ (?:name|field|field name|column|column name|property|attribute|path) $/,
  value:
    /^ (?:(?:old|new|previous|current|column|default) values?|values?|val|from|to|old|new|before|after|previous|current|content) $/,
} as const;

/**
 * Tokens with three parts: header, payload and signature. Must not start inside a word. Every repetition is bounded or
 * ends the pattern, because log text is hostile and must not cause backtracking.
 */
export const JWT = /(?<![\w-])eyJ[\w-]{8,1024}\.[\w-]{4,}(?:\.[\w-]*){0,3}/;

/** Everything that a marker can name: kinds known by name, by format or context, or by randomness. */
export type SecretKind =
  | keyof typeof SECRET_NAMES
  | keyof typeof PARAMETER_NAMES
  | 'jwt'
  | 'basic'
  | 'bearer'
  | 'private-key'
  | 'hex'
  | 'base64'
  | 'too-deep';
