import { AuditError, isAuditError, type Progress } from '@trailhound/core';
import { harmless, inWords, parseInput, PROPERTIES, type Words } from '@trailhound/core/reply';
import type { CallToolResult, ServerContext } from '@modelcontextprotocol/server';
import { harmlessBody } from './reply/body.ts';
import { echo } from './reply/echo.ts';
import { failureOf } from './reply/failure.ts';
import { fit } from './reply/fit.ts';
import { growInSmallSteps, type JsonObject, notConnected } from '@trailhound/program';
import { ARGUMENTS } from './reply/words.ts';
import { failureName, filtersOf, outcomeOf, record, type Ended } from './record.ts';
import { readingOptions, stackOf, WHERE, type Service } from './service.ts';
import { tolerant } from './tools/published.ts';
import type { Result, Tool } from './tools/tool.ts';

/** Runs a tool. Always returns one bounded result, and writes a line to the access log. */
export async function callTool(
  tool: Tool,
  given: unknown,
  context: ServerContext,
  service: Service,
): Promise<CallToolResult> {
  const began = Date.now();
  // Not before: a start alone is sooner without.
  growInSmallSteps();
  const { answer, ...known } = await attempt(tool, given, context, service);
  const [content] = answer.content;
  const bytes = content?.type === 'text' ? Buffer.byteLength(content.text) : 0;
  record(service, context, { tool: tool.name, began, filters: filtersOf(tool, given), bytes, ...known });
  // Once the answer has gone out.
  setImmediate(() => service.memory?.answered());
  return answer;
}

interface Attempt extends Pick<Ended, 'outcome' | 'looked'> {
  readonly answer: CallToolResult;
}

async function attempt(tool: Tool, given: unknown, context: ServerContext, service: Service): Promise<Attempt> {
  const { maxResultChars: room } = service.options;
  // The tool's own names are said as they were given; those of the core's fields become arguments.
  let words = PROPERTIES;
  try {
    const input = parseInput(tool.input, withTimeZone(tool, tolerant(tool.input, given), service));
    words = ARGUMENTS;
    if (service.connections.length === 0 && tool.name !== 'list_audit_sources')
      throw notConnected(service.problems, WHERE);
    const options = callOptions(context, service);
    const names = Object.keys(tool.input.shape);
    const result = await tool.run(input, {
      service,
      connections: service.connections,
      options,
      room,
      echo: (understood) => echo({ names, input, understood, room }),
    });
    return { answer: respond(result, room), outcome: outcomeOf(result.looked), looked: result.looked };
  } catch (thrown) {
    return { answer: refuse(thrown, words, tool, service), outcome: failureName(thrown) };
  }
}

function respond({ file, room = Infinity, ...result }: Result, most: number): CallToolResult {
  const body = fit({ ...result, body: harmlessBody(result.body) }, Math.min(room, most));
  return {
    // Some clients show the model only the text, others only the structured content, so both say the same.
    content: [
      { type: 'text', text: JSON.stringify(body) },
      ...(file === undefined ? [] : [{ type: 'resource_link' as const, ...file }]),
    ],
    structuredContent: { ...body },
  };
}

function refuse(thrown: unknown, words: Words, tool: Tool, { log, options }: Service): CallToolResult {
  if (isCancelled(thrown)) log.debug(`${tool.name} was cancelled`);
  else if (isAuditError(thrown)) log.info(`${tool.name}: ${thrown.code}`, { message: thrown.message });
  else log.error(`${tool.name} failed`, { error: stackOf(thrown) });
  const fault = inWords(isAuditError(thrown) ? thrown : DEFECT, words);
  const body = fit({ body: harmless(failureOf(fault)) }, options.maxResultChars);
  return { content: [{ type: 'text', text: JSON.stringify(body) }], structuredContent: { ...body }, isError: true };
}

const DEFECT = new AuditError({
  code: 'internal',
  message: 'The server itself failed',
  hint: 'This is a defect of Trailhound, which the server wrote to its log. Other calls still work; this one will fail again.',
});

function isCancelled(thrown: unknown): boolean {
  return isAuditError(thrown) && thrown.code === 'cancelled';
}

function withTimeZone({ input }: Tool, given: JsonObject, { options: { timeZone } }: Service): JsonObject {
  return timeZone === undefined || !('time_zone' in input.shape) ? given : { time_zone: timeZone, ...given };
}

function callOptions({ mcpReq }: ServerContext, service: Service): Parameters<Tool['run']>[1]['options'] {
  const progressToken = mcpReq._meta?.progressToken;
  const reading = { signal: mcpReq.signal, nameOf: ARGUMENTS.field, ...readingOptions(service) };
  if (progressToken === undefined) return reading;
  const progress = ({ scanned, matched, pages }: Progress): void => {
    const message = `${scanned} entries read in ${pages} pages, ${matched} match`;
    const notification = {
      method: 'notifications/progress' as const,
      params: { progressToken, progress: scanned, message },
    };
    // A client that has disconnected misses nothing.
    mcpReq.notify(notification).catch(() => undefined);
  };
  return { ...reading, progress };
}
