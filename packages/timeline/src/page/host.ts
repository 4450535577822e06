import type { TimelineData } from '../data.ts';
import { hostWindow, type Json } from './rpc.ts';
import type { Source } from './source.ts';
import { takeTheme } from './theme.ts';
import { toolSource } from './tool-source.ts';
import { view } from './view.ts';

const PROTOCOL = '2026-01-26';
const ABOUT = {
  appInfo: { name: 'trailhound-timeline', version: '1' },
  appCapabilities: {},
  protocolVersion: PROTOCOL,
};
const MOST_CONTEXT = 300;

interface Result {
  readonly isError?: boolean;
  readonly content?: readonly { readonly text?: string }[];
  readonly structuredContent?: Json;
}

/** The page in a client, which sends the data. All state comes from its messages, because it may create the page anew. */
const main = document.querySelector('main') as HTMLElement;
let can: Json = {};
let height = 0;

const host = hostWindow(
  new Map<string, (params: Json) => void>([
    ['ping', () => undefined],
    ['ui/resource-teardown', () => main.replaceChildren()],
    ['ui/notifications/tool-input', () => say('Reading the logs…')],
    ['ui/notifications/tool-cancelled', () => say('The call was cancelled.')],
    ['ui/notifications/tool-result', show],
    ['ui/notifications/host-context-changed', takeTheme],
  ]),
);

function say(text: string): void {
  main.textContent = text;
  resized();
}

/** Tells the client the real height, once for every change. */
function resized(): void {
  const now = Math.ceil(main.getBoundingClientRect().height);
  if (now !== height) host.notify('ui/notifications/size-changed', { height: now });
  height = now;
}

function show(result: Result): void {
  try {
    const data = contentOf(result) as unknown as TimelineData;
    main.replaceChildren(...view(data, sourceOf(data)));
    resized();
  } catch (failed) {
    say((failed as Error).message);
  }
}

/** The structured content, or the same as text: some clients pass on only that. */
function contentOf({ isError = false, content = [], structuredContent }: Result): Json {
  const text = content[0]?.text ?? '';
  if (isError) throw new Error(text);
  return structuredContent ?? (JSON.parse(text) as Json);
}

function sourceOf(data: TimelineData): Source {
  return { ...toolSource(data, call), resized, ...(can['updateModelContext'] === undefined ? {} : { discuss }) };
}

async function call(name: string, args: object): Promise<Json> {
  if (can['serverTools'] === undefined) throw new Error('This client does not let the page ask for events.');
  return contentOf(await host.request('tools/call', { name, arguments: args }));
}

function discuss(text: string): Promise<Json> {
  return host.request('ui/update-model-context', { content: [{ type: 'text', text: text.slice(0, MOST_CONTEXT) }] });
}

const { hostCapabilities = {}, hostContext = {} } = await host.request('ui/initialize', ABOUT);
can = hostCapabilities as Json;
takeTheme(hostContext as Json);
addEventListener('resize', resized);
main.addEventListener('toggle', resized, true);
host.notify('ui/notifications/initialized', {});
