import * as z from 'zod';

/** A JSON-RPC error response. */
export interface Refusal {
  readonly jsonrpc: '2.0';
  readonly id: string | number | null;
  readonly error: { readonly code: number; readonly message: string };
}

export const PARSE_ERROR = -32_700;
export const INVALID_REQUEST = -32_600;
const INVALID_PARAMS = -32_602;
const LONGEST = 100;

const Request = z.looseObject({
  id: z.union([z.string(), z.number()]),
  method: z.string(),
  params: z.unknown().optional(),
});
const Params = z.looseObject({}, 'is not an object').optional();

/** Far more than any tool accepts, and the SDK would copy each one several times. */
const MOST_ARGUMENTS = 1000;
const Arguments = z.custom(
  (given) => Object.keys(Object(given) as object).length <= MOST_ARGUMENTS,
  `has more than ${MOST_ARGUMENTS} values`,
);

/** Ten times the depth of any valid call. Much deeper nesting overflows the stack in the SDK. */
const DEEPEST = 100;

/** Methods whose invalid params the SDK treats as a server error, or handles slowly. */
const CHECKED = new Map<string, z.ZodType>([
  ['tools/call', z.looseObject({ arguments: Arguments.optional() })],
  ['prompts/get', z.looseObject({ name: z.string(), arguments: z.record(z.string(), z.string()).optional() })],
  ['resources/read', z.looseObject({ uri: z.string() })],
]);

/**
 * The error response to a message that the SDK would drop or treat as its own failure; undefined for any other message.
 */
export function refusalOf(message: unknown): Refusal | undefined {
  if (Array.isArray(message)) return refusal(null, INVALID_REQUEST, 'Send one message at a time: MCP has no batches');
  const request = Request.safeParse(message).data;
  if (isDeeper(message, DEEPEST)) return tooDeep(request);
  if (request === undefined) return undefined;
  const { id, method, params } = request;
  const issue = (CHECKED.get(method) ?? Params).safeParse(params).error?.issues[0];
  return (
    issue && refusal(id, INVALID_PARAMS, `${['params', ...issue.path].join('.').slice(0, LONGEST)}: ${issue.message}`)
  );
}

function tooDeep(request: z.infer<typeof Request> | undefined): Refusal {
  const what = `nested deeper than ${DEEPEST} levels`;
  if (request === undefined) return refusal(null, INVALID_REQUEST, `The message is ${what}`);
  const { id, params } = request;
  return isDeeper(params, DEEPEST - 1)
    ? refusal(id, INVALID_PARAMS, `params: ${what}`)
    : refusal(id, INVALID_REQUEST, `The message is ${what}`);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const items: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return levels === 0 || items.some((one) => isDeeper(one, levels - 1));
}

/** Parsing deeper nesting than this would block the event loop for too long. */
const FAR_TOO_DEEP = 10_000;
const LEVELS: ReadonlyMap<string, number> = new Map([
  ['[', 1],
  ['{', 1],
  [']', -1],
  ['}', -1],
]);

/** The refusal of a text that is too deep to be parsed at all; undefined for any other. */
export function refusalUnread(json: string): Refusal | undefined {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < json.length && depth <= FAR_TOO_DEEP; at += 1) {
    const character = json.charAt(at);
    if (character === '"') isText = !isText;
    else if (!isText) depth += LEVELS.get(character) ?? 0;
    else if (character === '\\') at += 1;
  }
  return depth > FAR_TOO_DEEP ? tooDeep(undefined) : undefined;
}

/** Whether a message calls an unknown tool, which the SDK answers. */
export function isUnknownTool(message: unknown, names: ReadonlySet<string>): boolean {
  const { method, params } = ToolCall.safeParse(message).data ?? {};
  return method !== undefined && !names.has(params?.name ?? '');
}

const ToolCall = z.looseObject({
  method: z.literal('tools/call'),
  params: z
    .looseObject({ name: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

export function refusal(id: Refusal['id'], code: number, message: string): Refusal {
  return { jsonrpc: '2.0', id, error: { code, message } };
}
