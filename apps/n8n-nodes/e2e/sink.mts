import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Takes what workflows send to somebody else, and plays the model of an agent. */
export interface Sink {
  readonly url: string;
  /** The bodies of the requests, and what the model was told. */
  readonly received: string[];
  readonly close: () => void;
}

export async function startSink(): Promise<Sink> {
  const received: string[] = [];
  const server = createServer((request, response) => void receive(request, response, received));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, received, close: () => server.close() };
}

interface Asked {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly tools: readonly { readonly function: { readonly name: string } }[];
}

const CALLS = { Count: '{"since":"30d"}', Search: '{"since":"30d","limit":200,"actor":""}' };

/** A model that counts and searches, and then says what it was told. */
function think({ messages, tools }: Asked, received: string[]): object {
  const told = messages.filter(({ role }) => role === 'tool');
  if (told.length > 0) {
    const texts = told.map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)));
    received.push(...texts);
    return { role: 'assistant', content: texts.join('\n') };
  }
  const names = tools.map((tool) => tool.function.name);
  const calls = Object.entries(CALLS).map(([word, args]) => {
    const called = { name: names.find((name) => name.includes(word)) ?? '', arguments: args };
    return { id: `call_${word}`, type: 'function', function: called };
  });
  return { role: 'assistant', content: null, tool_calls: calls };
}

async function receive(request: IncomingMessage, response: ServerResponse, received: string[]): Promise<void> {
  const body = await text(request);
  response.setHeader('content-type', 'application/json');
  if (request.url?.endsWith('/chat/completions') === true) {
    const message = think(JSON.parse(body) as Asked, received);
    const finish = 'tool_calls' in message ? 'tool_calls' : 'stop';
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    const choices = [{ index: 0, message, finish_reason: finish }];
    response.end(JSON.stringify({ id: 'c', object: 'chat.completion', created: 0, model: 'm', choices, usage }));
    return;
  }
  received.push(body);
  response.end(request.url === '/ask' ? '{"data":{"approved":true}}' : '{}');
}
