import { startSimulator, type Simulator } from '@trailhound/simulator';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ACCESS } from '../nodes/AuditLogs/host/access.ts';
import { CHROMIUM } from './editor/browser.mts';
import { startConsent, type Consent } from './editor/consent.mts';
import { complaint, connect, fill, newCredential, save, saved } from './editor/credential-dialog.mts';
import { openEditor, type Editor } from './editor/editor.mts';
import { addByAction } from './editor/node-creator.mts';
import { choose, credentials, field } from './editor/node-panel.mts';
import { createInstance, type Instance } from './instance.mts';
import { type Server } from './server.mts';

let simulator: Simulator;
let consent: Consent;
let instance: Instance;
let server: Server;
let editor: Editor;

/** What is typed for every kind of credential with one key: the fields, and the one that is wrong at first. */
const KEYS = [
  { product: 'Gong', way: ACCESS.gong['accessKey'], wrong: 'accessKeySecret', kind: 'access_key' },
  { product: 'Zendesk', way: ACCESS.zendesk['apiToken'], wrong: 'apiToken', kind: 'api_token' },
  { product: 'Zendesk', way: ACCESS.zendesk['oAuth2'], wrong: 'clientSecret', kind: 'client_credentials' },
  { product: 'Ashby', way: ACCESS.ashby['apiKey'], wrong: 'apiKey', kind: 'api_key' },
] as const;

async function askFor(product: string, label: string | undefined): Promise<void> {
  await addByAction(editor.page, `Get many events from ${product}`);
  const menu = `${product.toLowerCase()}Authentication`;
  if ((await field(editor.page, menu).count()) > 0) await choose(editor.page, menu, label ?? '');
  await newCredential(editor.page, `${product} Credential`);
}

describe.skipIf(CHROMIUM === undefined)('The dialog of a credential', () => {
  beforeAll(async () => {
    const to = Date.now() - 3_600_000;
    simulator = await startSimulator({ events: 50, from: to - 20 * 86_400_000, to });
    consent = await startConsent(simulator);
    const overwrite = { gongAuditLogsOAuth2Api: { accessTokenUrl: consent.tokenUrl } };
    instance = createInstance({ CREDENTIALS_OVERWRITE_DATA: JSON.stringify(overwrite) });
    server = await instance.start();
    editor = await openEditor(server.url);
    await consent.show(editor.page.context());
    await editor.openNewWorkflow();
  });
  afterEach(({ task }) => editor.picture(`credentials ${task.name}`));
  afterAll(async () => {
    await editor?.close();
    await server?.stop();
    instance?.remove();
    consent?.close();
    await simulator?.close();
  });

  describe.each(KEYS)('for $product, $way.label,', ({ product, way, wrong, kind }) => {
    const right = (): Record<string, string> => {
      const vendor = product.toLowerCase() as 'gong';
      const grant = kind === 'client_credentials' ? { grantType: 'Client Credentials' } : {};
      return { ...grant, site: simulator.baseUrl(vendor), ...simulator.credentials(vendor)[kind] };
    };
    beforeEach(() => askFor(product, way?.label));

    test(`${product} ${way?.label}: a wrong key is refused, in words that help; the right one is taken`, async () => {
      await fill(editor.page, { ...right(), [wrong]: 'wrong' });
      await save(editor.page);
      const text = await complaint(editor.page);
      await editor.picture(`credentials ${product} ${way?.label} refused`);
      expect(text).toMatch(/wrong|Client authentication failed|Check the e-mail address and the API token/);
      await fill(editor.page, { [wrong]: right()[wrong] ?? '' });
      await save(editor.page);
      await saved(editor.page);
      const chosen = await credentials(editor.page);
      expect(chosen[`${product} Credential`]).toContain(`${product} Audit Logs account`);
    });
  });

  test('Gong OAuth2: a wrong secret is refused behind the consent; the right one is taken', async () => {
    const { clientId = '', clientSecret = '' } = simulator.credentials('gong')['oauth'] ?? {};
    await askFor('Gong', ACCESS.gong['oAuth2']?.label);
    await fill(editor.page, { site: simulator.baseUrl('gong'), clientId, clientSecret: 'wrong' });
    const refused = await connect(editor.page);
    expect(await refused.locator('p').innerText()).toBe(`May ${clientId} use api:logs:read?`);
    await refused.getByRole('link', { name: 'Approve' }).click();
    await refused.getByText('Client authentication failed').waitFor();
    await refused.close();
    await fill(editor.page, { clientSecret });
    const approved = await connect(editor.page);
    await approved.getByRole('link', { name: 'Approve' }).click();
    await saved(editor.page);
    expect((await credentials(editor.page))['Gong Credential']).toContain('Gong Audit Logs account');
  });
});
