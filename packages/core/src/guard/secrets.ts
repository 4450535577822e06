/**
 * Names that hold secrets. They are matched against the lower-case words of a name, each with a blank on either side:
 * `X-Api-Key` is ` x api key `. A pattern without leading blank also finds the end of a word: `accesstoken`.
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

/** Names that hold a secret in a query string, a form or a list of parameters, and mean something harmless elsewhere. */
export const PARAMETER_NAMES = {
  code: /^ (?:auth )?code $/,
  key: /^ key $/,
  signature: /^ sig $/,
  session: /^ sid $/,
  password: /^ pass $/,
  authorization: /^ auth $/,
} as const;

/** What is told about a secret rather than the secret: `token_type`, `passwordChangedAt`, `has_password`. */
export const METADATA =
  / (?:type|types|name|names|label|title|count|length|size|limit|level|strength|policy|policies|status|state|enabled|disabled|required|changed|updated|created|revoked|at|date|time|timeout|duration|lifetime|age|ttl|start|end|expiry|expires|expired|expiration|scope|scopes|method|algorithm|alg|version|issuer|url|uri|endpoint|consent|access|usage|rotation|setting|settings|owner|permission|permissions|management|reset|history|complexity|requirement|requirements|provider|description|prefix|location|format|mode|source|purpose|event|events|request|requests) $|^ (?:has|is|max|min|num|total) |(?:token|key|credential|authorization) ids? $/;

/** The members of `{ name, value }` and its relatives: a name, the name of a parameter, a value. */
export const HOLDERS = {
  parameter: /^ (?:key|parameter|param|header) $/,
  name: /^ (?:name|field|field name|column|column name|property|attribute|path) $/,
  value:
    /^ (?:(?:old|new|previous|current|column|default) values?|values?|val|from|to|old|new|before|after|previous|current|content) $/,
} as const;

/**
 * Tokens of three parts, header, payload and signature. Not where a longer word goes on: every repetition is bounded or
 * ends the pattern, because log text is hostile, and no text may make a pattern slow.
 */
export const JWT = /(?<![\w-])eyJ[\w-]{8,1024}\.[\w-]{4,}(?:\.[\w-]*){0,3}/;

/** What a marker can say: what a name tells, and what a form or the surroundings tell, or how random it is. */
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
