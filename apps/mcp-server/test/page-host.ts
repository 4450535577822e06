import type { Client } from '@modelcontextprotocol/client';
import schema from '@modelcontextprotocol/ext-apps/schema.json' with { type: 'json' };
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Browser, BrowserContextOptions, FrameLocator, Page } from 'playwright-core';

type Json = Readonly<Record<string, unknown>>;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Json;
  readonly result?: Json;
}

interface Definition {
  readonly properties?: { readonly method?: { readonly const?: string } };
}

const DEFINITIONS = schema.$defs as Readonly<Record<string, object>> as Readonly<Record<string, Definition>>;
const ajv = new Ajv2020({ strict: false, validateFormats: false });
const validators = new Map(Object.entries(DEFINITIONS).map(([name, one]) => [name, ajv.compile(one)]));

/** Checks a message against the schema that the authors of the protocol publish. The tools' own calls are MCP's. */
function problemsOf({ method = '', params }: Message): string[] {
  if (method === 'tools/call') return [];
  const name = Object.entries(DEFINITIONS).find(([, { properties }]) => properties?.method?.const === method)?.[0];
  return name === undefined ? [`${method} is not in the schema`] : problems(name, { method, params });
}

function problems(name: string, value: unknown): string[] {
  const validate = validators.get(name);
  if (validate === undefined) return [`${name} is not in the schema`];
  return validate(value) ? [] : [`${name}: ${ajv.errorsText(validate.errors)}`];
}

/** What the specification lets a page do that declares nothing. */
const POLICY =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; connect-src 'none'";

/** The page around the page. `answer` is the function of that name below. */
const HOST = `<!doctype html><html lang="en"><title>Host</title><main></main><script>
const frame = document.createElement('iframe');
const tell = (message) => frame.contentWindow.postMessage(message, '*');
addEventListener('message', async ({ source, data }) => {
  if (source !== frame.contentWindow) return;
  if (data.method === 'ui/notifications/size-changed') frame.style.height = data.params.height + 'px';
  const result = await answer(data);
  if (result !== undefined) tell({ jsonrpc: '2.0', id: data.id, result });
});
function embed(html) {
  frame.title = 'App';
  frame.sandbox = 'allow-scripts';
  frame.style.cssText = 'width: 100%; border: 0; height: 600px';
  frame.srcdoc = html;
  document.querySelector('main').append(frame);
}
</script>`;

export const EVERYTHING = { serverTools: {}, updateModelContext: { text: {} } };

/** A client that shows pages: it does what the specification says, and checks every message. */
export interface PageHost {
  readonly page: Page;
  readonly frame: FrameLocator;
  /** What the page has sent. */
  readonly received: readonly Message[];
  /** Messages against the schema, requests to a network, dialogs, and errors. */
  readonly incidents: readonly string[];
  readonly send: (method: string, params: Json, id?: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Wish {
  readonly html: string;
  readonly client: Client;
  readonly capabilities?: object;
  readonly hostContext?: object;
  readonly options?: BrowserContextOptions;
}

export async function showPage(browser: Browser, wish: Wish): Promise<PageHost> {
  const { html, client, capabilities = EVERYTHING, hostContext = {}, options = {} } = wish;
  const context = await browser.newContext({ viewport: { width: 900, height: 900 }, ...options });
  const page = await context.newPage();
  const [received, incidents]: [Message[], string[]] = [[], []];
  page.on('request', (request) => incidents.push(request.url()));
  page.on('pageerror', ({ message }) => incidents.push(message));
  page.on('console', (message) => incidents.push(message.text()));
  page.on('dialog', (dialog) => {
    incidents.push(dialog.message());
    void dialog.dismiss();
  });
  const hello = {
    protocolVersion: '2026-01-26',
    hostInfo: { name: 'test', version: '1' },
    hostCapabilities: capabilities,
    hostContext,
  };
  incidents.push(...problems('McpUiInitializeResult', hello));

  async function answer(message: Message): Promise<Json | undefined> {
    received.push(message);
    if (message.method === undefined) return undefined;
    incidents.push(...problemsOf(message));
    if (message.id === undefined) return undefined;
    if (message.method === 'ui/initialize') return hello;
    return message.method === 'tools/call' ? client.callTool(message.params as { name: string }) : {};
  }
  await page.exposeFunction('answer', answer);
  const policy = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  const framed = html.replace('<head>', `<head>${policy}`);
  await page.setContent(HOST);
  await page.evaluate(`embed(${JSON.stringify(framed)})`);
  return {
    page,
    frame: page.frameLocator('iframe'),
    received,
    incidents,
    send: async (method, params, id) => {
      incidents.push(...problemsOf({ method, params }));
      const message = { jsonrpc: '2.0', method, params, ...(id === undefined ? {} : { id }) };
      await page.evaluate(`tell(${JSON.stringify(message)})`);
    },
    close: () => context.close(),
  };
}
