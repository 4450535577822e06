import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Simulator } from '@trailhound/simulator';
import type { BrowserContext } from 'playwright-core';

/** Gong's page of consent and the tokens that follow, which the simulator has no page for. */
export interface Consent {
  /** Where n8n exchanges the code for tokens. */
  readonly tokenUrl: string;
  /** Shows the page in place of Gong's, with a link to approve. */
  readonly show: (context: BrowserContext) => Promise<unknown>;
  readonly close: () => void;
}

export async function startConsent(simulator: Simulator): Promise<Consent> {
  const { refreshToken = '', tokenPath = '' } = simulator.credentials('gong')['oauth'] ?? {};
  // The first refresh token serves as the code: the simulator knows no other way to a first pair.
  const renewal = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken });
  const exchange = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const headers = { authorization: request.headers.authorization ?? '' };
    const answer = await fetch(`${simulator.baseUrl('gong')}${tokenPath}`, { method: 'POST', headers, body: renewal });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  };
  const server = createServer((request, response) => void exchange(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    tokenUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    show: (context) =>
      context.route('https://app.gong.io/oauth2/authorize?*', (route) => {
        const asked = new URL(route.request().url()).searchParams;
        const back = new URL(asked.get('redirect_uri') ?? '');
        back.searchParams.set('code', 'approved');
        back.searchParams.set('state', asked.get('state') ?? '');
        const page = `<p>May ${asked.get('client_id')} use ${asked.get('scope')}?</p><a href="${back.href}">Approve</a>`;
        return route.fulfill({ contentType: 'text/html', body: page });
      }),
    close: () => server.close(),
  };
}
