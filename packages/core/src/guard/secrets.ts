/**
 * Names that hold secrets. They are matched against the lower-case words of a name, each with a blank on either side:
 * `X-Api-Key` is ` x api key `. A pattern without leading blank also finds the end of a word: `accesstoken`.
 * The first kind that matches names the marker.
 */
export const SECRET_NAMES = {
  csrf: /(?:csrf|xsrf) | (?:authenticity|verification) token | csrfmiddlewaretoken /,
  password: /(?:password|passwd)s? | (?:pwd|passphrase|passcode) /,
  otp: /totp | (?:otp|hotp) | (?:mfa|sms|pin|security|verification|recovery|backup) codes? | security answer /,
  authorization: /authorization | auth code /,
  cookie: /cookies? /,
  signature: /signature /,
  'api-key':
    /(?:api|access|private|secret)keys? | (?:api|access|private|auth|signing|encryption|ssh|master|shared|session|service|account|client|consumer|license) keys? /,
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
  / (?:type|types|name|names|label|title|count|length|size|limit|level|strength|policy|policies|status|state|enabled|disabled|required|changed|updated|created|revoked|at|date|time|timeout|duration|lifetime|age|ttl|start|end|expiry|expires|expired|expiration|scope|scopes|method|algorithm|alg|version|issuer|url|uri|endpoint|consent) $|^ (?:has|is|max|min|num|total) |(?:token|key|credential|authorization) ids? $/;

/** The members of `{ name, value }` and its relatives: a name, the name of a parameter, a value. */
export const HOLDERS = {
  parameter: /^ (?:key|parameter|param|header) $/,
  name: /^ (?:name|field|field name|column|column name|property|attribute|path) $/,
  value:
    /^ (?:(?:old|new|previous|current|column|default) values?|values?|val|from|to|old|new|before|after|previous|current|content) $/,
} as const;

/**
 * Secrets that show by their shape, wherever they are. Every repetition is bounded, or ends the pattern, or runs over
 * characters that what follows excludes: log text is hostile, and no text may make these patterns slow.
 */
export const SECRET_SHAPES = {
  jwt: /(?<![A-Za-z0-9])eyJ[\w-]{8,1024}\.[\w-]{4,}(?:\.[\w-]*){0,3}/,
  'api-key': new RegExp(
    `(?<![A-Za-z0-9])(?:${[
      String.raw`[spr]k_(?:live|test)_\w{8,}`,
      String.raw`whsec_[\w+/]{12,}`,
      String.raw`gh[opsur]_\w{16,}`,
      String.raw`github_pat_\w{16,}`,
      String.raw`(?:glpat|glptt|gldt)-[\w-]{16,}`,
      String.raw`xox[a-z]-[\w-]{12,}`,
      String.raw`xapp-[\w-]{12,}`,
      String.raw`A(?:KIA|SIA|GPA|IDA|ROA)[0-9A-Z]{16}(?![0-9A-Z])`,
      String.raw`AIza[\w-]{30,}`,
      String.raw`ya29\.[\w-]{16,}`,
      String.raw`GOCSPX-[\w-]{16,}`,
      String.raw`1//0[\w-]{24,}`,
      String.raw`sk-[\w-]{20,}`,
      String.raw`npm_\w{30,}`,
      String.raw`pypi-[\w-]{30,}`,
      String.raw`hf_\w{30,}`,
      String.raw`shp(?:at|ca|pa|ss)_[0-9a-f]{32}`,
      String.raw`do[opr]_v1_[0-9a-f]{32,}`,
      String.raw`hvs\.[\w-]{20,}`,
      String.raw`SG\.[\w-]{16,64}\.[\w-]{16,}`,
      String.raw`hooks\.slack\.com/services/[\w/]{16,}`,
    ].join('|')})`,
  ),
} as const;

/** The kinds of secret that neither a name nor a pattern tells, but what surrounds them or how random they are. */
export type SecretKind =
  | keyof typeof SECRET_NAMES
  | keyof typeof PARAMETER_NAMES
  | keyof typeof SECRET_SHAPES
  | 'basic'
  | 'bearer'
  | 'private-key'
  | 'hex'
  | 'base64'
  | 'too-deep';
