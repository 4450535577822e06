import { KEYS } from './keys.ts';

/** A kind of secret: what it is made of, and how a text has it. */
interface Kind {
  readonly kind: string;
  readonly template: string;
  readonly write?: (secret: string) => string;
}

const PASSWORD = 'Q{letters:6}7!{lower:4}';
const KEY = '{letters:22}7x';

/** How texts name a secret, and what it is made of there. */
const FORMS: readonly (readonly [template: string, write: (secret: string) => string])[] = [
  [PASSWORD, (secret) => `password=${secret}`],
  [PASSWORD, (secret) => `PASSWORD: ${secret}`],
  [PASSWORD, (secret) => `{"password":"${secret}"}`],
  [PASSWORD, (secret) => `{'password': '${secret}'}`],
  [PASSWORD, (secret) => `{:password=>"${secret}"}`],
  [PASSWORD, (secret) => `<password>${secret}</password>`],
  [PASSWORD, (secret) => `login --password ${secret} --verbose`],
  [PASSWORD, (secret) => `login --password=${secret}`],
  [PASSWORD, (secret) => `mysql -h db -u root -p${secret} crm`],
  [PASSWORD, (secret) => `curl -u bob:${secret} https://a.test/`],
  [PASSWORD, (secret) => `Temporary password: ${secret}`],
  [PASSWORD, (secret) => `the password is ${secret}.`],
  [PASSWORD, (secret) => `password set to ${secret}`],
  [PASSWORD, (secret) => `Your password has been reset to ${secret}`],
  [PASSWORD, (secret) => `Passwort: ${secret}`],
  [PASSWORD, (secret) => `Das Passwort lautet ${secret}`],
  [PASSWORD, (secret) => `contraseña: ${secret}`],
  [PASSWORD, (secret) => `mot de passe : ${secret}`],
  [PASSWORD, (secret) => `пароль: ${secret}`],
  [PASSWORD, (secret) => `pw=${secret}`],
  [PASSWORD, (secret) => `DB_PASS=${secret}`],
  [PASSWORD, (secret) => `ｐａｓｓｗｏｒｄ=${secret}`],
  [PASSWORD, (secret) => `&quot;password&quot;:&quot;${secret}&quot;`],
  [PASSWORD, (secret) => `Password changed from ${secret} to unknown`],
  ['correct{lower:9}', (secret) => `password=horse battery ${secret} staple`],
  [PASSWORD, (secret) => `postgres://bob:${secret}@db.example.com/crm`],
  ['Q7/{letters:8}', (secret) => `postgres://bob:${secret}@db.example.com/crm`],
  [PASSWORD, (secret) => `form-data; name="password"\r\n\r\n${secret}\r\n--x`],
  [KEY, (secret) => `Authorization: Bearer ${secret}`],
  [KEY, (secret) => `Authorization: Basic ${secret}`],
  [KEY, (secret) => `X-Api-Key: ${secret}`],
  [KEY, (secret) => `X-Auth: ${secret}`],
  [KEY, (secret) => `["X-Api-Key","${secret}"]`],
  [KEY, (secret) => `Cookie: sid=${secret}; theme=dark`],
  [KEY, (secret) => `Set-Cookie: session=${secret}; Path=/; HttpOnly`],
  [KEY, (secret) => `https://a.test/cb?code=${secret}&state=2`],
  [KEY, (secret) => `https://a.test/x?sig=${secret}&se=2026`],
  [KEY, (secret) => `https://a.test/#access_token=${secret}`],
  [KEY, (secret) => `client_secret = "${secret}"`],
  [KEY, (secret) => `AccountName=a;AccountKey=${secret};EndpointSuffix=core`],
  [KEY, (secret) => `[{"key":"_csrf","values":["${secret}"]}]`],
  ['eyJ{letters:20}.eyJ{letters:40}.{word:43}', (secret) => `token ${secret}`],
  ['{letters:64}', (secret) => `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----`],
  ['{digits:6}', (secret) => `Your verification code is ${secret}`],
  ['{digits:6}', (secret) => `${secret} is your Acme sign-in code`],
  ['{CAPITALS:31}7', (secret) => `Gong access key ${secret}`],
  ['{letters:40}', (secret) => `Zendesk API token ${secret}`],
  ['{hex:64}', (secret) => `Ashby API key ${secret}`],
];

const makers = Object.entries(KEYS).map(([maker, [template = '']]): Kind => ({ kind: maker, template }));
const forms = FORMS.map(([template, write]): Kind => ({ kind: write('…'), template, write }));

export const KINDS: readonly Kind[] = [...forms, ...makers].slice(0, 143);
