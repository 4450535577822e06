/** The API keys of one vendor: their prefixes, a regular expression for the rest, and the source. */
export interface KeyForm {
  readonly maker: string;
  /** Empty if the key is recognised by something in its middle. */
  readonly starts: readonly string[];
  readonly rest: string;
  /** Where the vendor documents the format, and whose public rule agrees. */
  readonly source: string;
}

/**
 * Keys with a recognisable prefix. What follows the prefix is bounded or ends the key. Each key has at least one run of
 * sixteen letters, digits, dashes or underscores, which is what makes a text worth scanning.
 *
 * Compared with the default rules of gitleaks (github.com/gitleaks/gitleaks, config/gitleaks.toml at 009e025) and the
 * detectors of TruffleHog (github.com/trufflesecurity/trufflehog, pkg/detectors), which are named where they have the
 * format. "Other scanners" means that neither does, and that smaller public rule sets agree with each other.
 */
const TABLE = String.raw`
Adobe | p8e- | [a-zA-Z0-9]{32} | Adobe I/O: OAuth server-to-server credentials; gitleaks
Age | AGE-SECRET-KEY-1 | [A-Z0-9]{58} | age(1) manual: identities; gitleaks
Airtable | pat | [A-Za-z0-9]{14}\.[0-9a-f]{64} | Airtable Web API: personal access tokens; gitleaks
Alibaba | LTAI | [A-Za-z0-9]{12,26} | Alibaba Cloud RAM: AccessKey pairs; gitleaks
Artifactory | AKCp cmVmdGtuO | [A-Za-z0-9]{50,} | JFrog: API keys and reference tokens; gitleaks
Atlassian | ATATT3 ATCTT3 ATBB | [A-Za-z0-9_=-]{20,} | Atlassian: API tokens; Bitbucket: app passwords; gitleaks
AWS | AKIA ASIA ABIA ACCA AGPA AIDA AROA | [0-9A-Z]{16}(?![0-9A-Z]) | IAM user guide: unique identifiers; gitleaks
AWS, older | A3T | [A-Z0-9]{17}(?![0-9A-Z]) | IAM user guide: unique identifiers; gitleaks
AWS Bedrock | ABSK | [A-Za-z0-9+/]{60,} | Amazon Bedrock user guide: API keys; gitleaks
Authress | sc_ ext_ scauth_ authress_ | [A-Za-z0-9]{5,30}\.[A-Za-z0-9]{4,6}\.acc[_-][A-Za-z0-9-]{10,32}\.[\w+/=-]{30,120} | Authress: service client access keys; gitleaks
Brevo | xkeysib- | [0-9a-f]{64}-[A-Za-z0-9]{16} | Brevo: API key authentication; gitleaks
Buildkite | bkua_ | [0-9a-z]{40} | Buildkite: API access tokens; TruffleHog
CircleCI | CCIPAT_ CCIPRJ_ | [\w-]{30,} | CircleCI: managing API tokens; TruffleHog
Clojars | CLOJARS_ | [a-z0-9]{60} | Clojars: deploy tokens; gitleaks
Cloudflare | v1.0- | [0-9a-f]{24}-[0-9a-f]{146} | Cloudflare: Origin CA keys; gitleaks
Contentful | CFPAT- | [\w-]{43} | Contentful: personal access tokens; TruffleHog
Databricks | dapi | [0-9a-f]{32}(?:-[0-9])? | Databricks: personal access tokens; gitleaks
Defined Networking | dnkey- | [A-Za-z0-9=_-]{26}-[A-Za-z0-9=_-]{52} | Defined Networking: API keys; gitleaks
DigitalOcean | doo_v1_ dop_v1_ dor_v1_ | [0-9a-f]{32,} | DigitalOcean API: token formats; gitleaks
Docker | dckr_pat_ dckr_oat_ | [\w-]{20,} | Docker: personal and organisation access tokens; TruffleHog
Doppler | dp.pt. dp.ct. dp.sa. dp.scim. dp.audit. dp.said. dp.st. | (?:[\w-]{2,35}\.)?[A-Za-z0-9]{40,44} | Doppler: auth token formats; gitleaks
Dropbox | sl. | (?:u[.])?[A-Za-z0-9_=-]{60,} | Dropbox OAuth guide: short-lived access tokens; gitleaks
Duffel | duffel_test_ duffel_live_ | [A-Za-z0-9_=-]{40,} | Duffel API: access tokens; gitleaks
Dynatrace | dt0c01. dt0s01. dt0s16. | [A-Za-z0-9]{8,24}\.[A-Za-z0-9]{64} | Dynatrace: token format; gitleaks
EasyPost | EZAK EZTK | [A-Za-z0-9]{54} | EasyPost: API keys; gitleaks
Elastic | essu_ | [A-Za-z0-9+/_-]{24,} | Elastic Cloud: API keys; other scanners
Facebook | EAAB EAAC EAAD EAAG EAAH EAAI EAAJ EAAL EAAM EAAQ EAAS EAAU EAAW | [\w-]{40,} | Meta: access tokens; gitleaks
Figma | figd_ figu_ figo_ | [\w-]{30,} | Figma REST API: personal access tokens; TruffleHog
Flutterwave | FLWSECK_TEST- FLWPUBK_TEST- FLWSECK- FLWSECK_TEST | [A-Za-z0-9]{12,40} | Flutterwave: API keys; gitleaks
Fly | fm1a_ fm1r_ fm2_ fo1_ | [\w+/-]{32,} | Fly.io: access tokens; gitleaks
Frame.io | fio-u- | [A-Za-z0-9_=-]{40,} | Frame.io: developer tokens; gitleaks
GitHub | ghp_ gho_ ghs_ ghu_ ghr_ github_pat_ | \w{16,} | GitHub: token formats; gitleaks
GitLab | glpat- glptt- gldt- glrt- glrtr- glcbt- glft- glimt- glsoat- glffct- glagent- gloas- glwt- | [\w-]{16,} | GitLab: token prefixes; gitleaks
GitLab runners | GR1348941 | [\w-]{16,} | GitLab: runner registration tokens; gitleaks
GoCardless | live_ | [\w=-]{35,} | GoCardless: access tokens; Lob: API keys; gitleaks
Google API | AIza | [\w-]{30,} | Google Cloud: API keys; gitleaks
Google OAuth | ya29. GOCSPX- | [\w-]{16,} | Google Identity: OAuth 2.0; TruffleHog, other scanners
Google refresh tokens | 1//0 | [\w-]{24,} | Google Identity: OAuth 2.0; other scanners
Grafana | glsa_ glc_ | [\w+/-]{32,} | Grafana: service account tokens, access policies; gitleaks
Grafana API | eyJrIjoi | [A-Za-z0-9]{60,} | Grafana: API keys, JSON in base64; gitleaks
Groq | gsk_ | [A-Za-z0-9]{40,} | Groq: API keys; TruffleHog
Harness | pat. sat. | [\w-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20} | Harness: API keys and tokens; gitleaks
Heroku | HRKU-AA | [\w-]{50,} | Heroku: prefixed OAuth tokens; gitleaks
HubSpot | pat-na1- pat-na2- pat-eu1- | [0-9a-zA-Z]{8}-[0-9a-zA-Z]{4}-[0-9a-zA-Z]{4}-[0-9a-zA-Z]{4}-[0-9a-zA-Z]{12} | HubSpot: private apps; TruffleHog
Hugging Face | hf_ api_org_ | \w{30,} | Hugging Face: user access tokens; gitleaks
Infracost | ico- | [A-Za-z0-9]{32} | Infracost: API keys; gitleaks
Intra 42 | s-s4t2ud- s-s4t2af- | [0-9a-f]{64} | 42 API: applications; gitleaks
LangSmith | lsv2_pt_ lsv2_sk_ | [0-9a-f]{32}_[0-9a-f]{10} | LangSmith: API keys; TruffleHog
Linear | lin_api_ lin_oauth_ | [A-Za-z0-9]{40,} | Linear: personal API keys; gitleaks
Lob | test_ | [0-9a-f]{35} | Lob: API keys; gitleaks
Mailgun | key- pubkey- | [0-9a-f]{32} | Mailgun: API keys; gitleaks
Netlify | nfp_ nfc_ nfo_ nfu_ nfb_ | \w{36,} | Netlify: token prefixes; TruffleHog, other scanners
New Relic | NRAK- NRII- NRJS- NRIQ- NRSP- NRRA- | [A-Za-z0-9-]{19,} | New Relic: API keys; gitleaks
Notion | ntn_ secret_ | [A-Za-z0-9]{43,} | Notion: integration tokens; gitleaks
npm | npm_ | \w{30,} | npm: access tokens; gitleaks
NuGet | oy2 | [a-z0-9]{43}(?![a-z0-9]) | NuGet: scoped API keys; TruffleHog, beside the name
Octopus | API- | [A-Z0-9]{25,31}(?![A-Z0-9]) | Octopus Deploy: API keys; gitleaks
1Password | A3- | [A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3} | 1Password: Secret Key; gitleaks
1Password service accounts | ops_eyJ | [A-Za-z0-9+/=_-]{40,} | 1Password: service accounts; gitleaks
OpenAI | sk- | [\w-]{20,} | OpenAI, Anthropic, DeepSeek, OpenRouter: API keys; gitleaks
OpenShift | sha256~ | [\w-]{43} | OpenShift: OAuth access tokens; gitleaks
PayPal | A21AA | [\w-]{60,} | PayPal: REST access tokens; other scanners
Perplexity | pplx- | [A-Za-z0-9]{40,} | Perplexity: API keys; gitleaks
Plaid | access-sandbox- access-development- access-production- | [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12} | Plaid: access tokens; gitleaks
PlanetScale | pscale_tkn_ pscale_oauth_ pscale_pw_ | [A-Za-z0-9_.=-]{30,} | PlanetScale: service tokens, passwords; gitleaks
PostHog | phx_ phs_ | \w{40,} | PostHog: personal API keys; other scanners
Postman | PMAK- | [0-9a-fA-F]{24}-[0-9a-fA-F]{34} | Postman: API keys; gitleaks
Prefect | pnu_ pnb_ | [A-Za-z0-9]{36} | Prefect Cloud: API keys; gitleaks
Private Packagist | packagist_ort_ packagist_out_ packagist_uut_ packagist_cut_ packagist_acs_ | [0-9a-f]{64,} | Private Packagist: token format; other scanners
Pulumi | pul- | [0-9a-f]{40} | Pulumi Cloud: access tokens; gitleaks
PyPI | pypi- | [\w-]{30,} | PyPI: API tokens; gitleaks
ReadMe | rdme_ | [a-z0-9]{60,} | ReadMe: API keys; gitleaks
Replicate | r8_ | [\w-]{37,} | Replicate: API tokens; TruffleHog
RubyGems | rubygems_ | [0-9a-f]{48} | RubyGems: API keys; gitleaks
Scalingo | tk-us- tk-eu- | [\w-]{40,} | Scalingo: API tokens; gitleaks
SendGrid | SG. | [\w-]{16,64}\.[\w-]{16,} | SendGrid: API keys; gitleaks
Sentry | sntryu_ sntrys_ sntryi_ | [A-Za-z0-9+/=_-]{40,} | Sentry: auth tokens; gitleaks
SettleMint | sm_aat_ sm_pat_ sm_sat_ | [A-Za-z0-9]{16,} | SettleMint: access tokens; gitleaks
Shippo | shippo_live_ shippo_test_ | [0-9a-f]{40} | Shippo: API tokens; gitleaks
Shopify | shpat_ shpca_ shppa_ shpss_ shptka_ | [0-9a-fA-F]{32} | Shopify: access token formats; gitleaks
Slack | xoxa- xoxb- xoxc- xoxd- xoxe- xoxo- xoxp- xoxr- xoxs- xoxe.xoxb- xoxe.xoxp- xapp- | [\w-]{12,} | Slack: token types; gitleaks
Slack webhooks | hooks.slack.com/services/ hooks.slack.com/workflows/ hooks.slack.com/triggers/ | [\w/+-]{16,} | Slack: incoming webhooks; gitleaks
Discord webhooks | discord.com/api/webhooks/ discordapp.com/api/webhooks/ | \d{17,20}/[\w-]{40,} | Discord: webhook resource; TruffleHog
Teams webhooks | webhook.office.com/webhookb2/ | [\w/@-]{36,} | Microsoft Teams: incoming webhooks; gitleaks
SonarQube | squ_ sqp_ sqa_ | [0-9a-f]{40} | SonarQube: tokens; other scanners
SonarQube Cloud | sqco_ | [A-Za-z0-9]{59} | SonarQube Cloud: tokens; TruffleHog
Sourcegraph | sgp_ slk_ | (?:local_|[0-9a-f]{16}_)?[0-9a-f]{40,64} | Sourcegraph: access tokens; gitleaks
Square | sq0atp- sq0csp- sq0idb- EAAA | [\w-]{22,} | Square: credentials; gitleaks
Stripe | sk_live_ sk_test_ sk_prod_ rk_live_ rk_test_ rk_prod_ | \w{8,} | Stripe: API keys; pk_ is meant to be published; gitleaks
Stripe webhooks | whsec_ | [\w+/]{12,} | Stripe: webhook signatures; other scanners
Supabase | sbp_ sb_secret_ | [\w-]{30,} | Supabase: API keys, access tokens; TruffleHog
Tailscale | tskey- | [a-z]{2,12}-[\w-]{16,} | Tailscale: keys; TruffleHog
Twilio | SK | [0-9a-fA-F]{32}(?![0-9a-zA-Z]) | Twilio: API keys; gitleaks
Typeform | tfp_ | [A-Za-z0-9_.=-]{40,} | Typeform: personal access tokens; gitleaks
Twitter | AAAAAAAAAAAAAAAAAAAA | [A-Za-z0-9%]{60,} | X: application-only bearer tokens; gitleaks
Vault | hvs. hvb. hvr. | [\w-]{20,} | HashiCorp Vault: tokens; gitleaks
Vault before 1.10 | s. | (?=[A-Za-z]{0,23}[0-9])[A-Za-z0-9]{24}(?![A-Za-z0-9]) | HashiCorp Vault: tokens; gitleaks
xAI | xai- | \w{40,} | xAI: API keys; TruffleHog
Yandex | AQVN YCA YCN | [\w-]{35,} | Yandex Cloud: API keys, static keys; gitleaks
Yandex IAM | t1. | [\w-]{15,}={0,2}\.[\w-]{80,}={0,2} | Yandex Cloud: IAM tokens; gitleaks
Zuplo | zpka_ | \w{32,} | Zuplo: API keys; no rule known, but keys in public code
Discord | MD MT Mj Mz ND NT Nj Nz OD OT | [\w-]{22,24}\.[\w-]{6}\.[\w-]{27,38} | Discord: bot tokens, which begin with an id in base64; TruffleHog, beside the name
Salesforce | 00D | [A-Za-z0-9]{12,15}![\w.]{60,} | Salesforce: session ids; TruffleHog
`;

export const KEY_FORMS: readonly KeyForm[] = TABLE.trim()
  .split('\n')
  .map((row) => {
    const [maker = '', starts = '', rest = '', source = ''] = row.split(' | ');
    return { maker, starts: starts.split(' '), rest, source };
  });

/** Keys that are recognised by something in their middle. */
export const MARKED_KEYS = [
  {
    before: String.raw`[\w~.]{3}\d`,
    middle: 'Q~',
    after: String.raw`[\w.~-]{31,34}`,
    source: 'Microsoft Entra: client secrets; gitleaks',
  },
  {
    before: String.raw`\d{15,17}`,
    middle: '|',
    after: String.raw`[\w-]{27,40}`,
    source: 'Meta: app access tokens; gitleaks',
  },
  { before: '[A-Za-z0-9]{6}_[A-Za-z0-9]{29}', middle: '_mmk', after: '', source: 'MaxMind: license keys; gitleaks' },
  {
    before: String.raw`\d{5,16}`,
    middle: ':A',
    after: String.raw`[\w-]{34}(?![\w-])`,
    source: 'Telegram Bot API: tokens; gitleaks',
  },
  {
    before: '[A-Za-z0-9]{14}',
    middle: '.atlasv1.',
    after: String.raw`[\w=-]{60,70}`,
    source: 'HCP Terraform: API tokens; gitleaks',
  },
] as const;

/** How every key with a prefix starts. */
export const KEY_STARTS: readonly string[] = KEY_FORMS.flatMap(({ starts }) => starts);

/** One pattern for all keys with a prefix. Grouping by the first two characters makes it several times as fast. */
export const KEY = new RegExp(`(?<![A-Za-z0-9])(?:${byBeginning(KEY_FORMS.flatMap(endings))})`);

/** One pattern for all keys with a mark in the middle. It matches from the mark on and looks behind it for the rest. */
export const MARKED_KEY = new RegExp(
  MARKED_KEYS.map(({ before, middle, after }) => {
    const mark = literal(middle);
    return `${mark}(?<=(?<![A-Za-z0-9])${before}${mark})${after}`;
  }).join('|'),
);

/** Where a key with a mark in the middle starts. */
export function startOfMarked(text: string, at: number): number {
  const before = text.slice(Math.max(0, at - LONGEST_BEFORE), at);
  return at - (BEFORE.exec(before)?.[0].length ?? 0);
}

const LONGEST_BEFORE = 40;
const BEFORE = new RegExp(`(?<![A-Za-z0-9])(?:${MARKED_KEYS.map(({ before }) => before).join('|')})$`);

function endings({ starts, rest }: KeyForm): [start: string, rest: string][] {
  return starts.map((start) => [start, rest]);
}

function byBeginning(forms: readonly (readonly [start: string, rest: string])[]): string {
  const first = Map.groupBy(forms, ([start]) => start.charAt(0));
  return Array.from(first, ([one, those]) => {
    const second = Map.groupBy(those, ([start]) => start.charAt(1));
    const ends = Array.from(second, ([two, these]) => {
      const rests = these.map(([start, rest]) => literal(start.slice(2)) + rest);
      return `${literal(two)}(?:${rests.join('|')})`;
    });
    return `${literal(one)}(?:${ends.join('|')})`;
  }).join('|');
}

function literal(text: string): string {
  return text.replaceAll(/[.|]/g, String.raw`\$&`);
}
