import { AuditError, isAuditError, type Fault } from './errors.ts';
import type { Spent } from './authorizer.ts';
import type { Connection } from './connection.ts';
import type { Answer, Ask, HttpRequest, OtherAnswer, PageAnswer } from './provider.ts';
import { readAnswer } from './read-answer.ts';

/** How far a call may go. */
export interface CallLimits {
  readonly signal?: AbortSignal | undefined;
  /** Epoch milliseconds after which nothing is waited for any more. Without one, a single wait lasts a minute at most. */
  readonly deadline?: number | undefined;
  /** The largest body to take, 16 MiB unless said otherwise. */
  readonly maxBytes?: number | undefined;
}

/** The cursor of the ask is dead: the slice has to be read anew. */
export interface Restart {
  readonly kind: 'restart';
  readonly fault: Fault;
}

const MAX_BYTES = 16 * 1024 * 1024;
const PATIENCE_MS = 60_000;
const UNTOLD_TRIES = 5;
const TOLD_TRIES = 20;
const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 30_000;

/**
 * One page, however many answers it takes. The only place that tries again: it waits as long as the vendor
 * says, up to the deadline; renews the credential once; gives up with an error that says what to do.
 */
export async function call(connection: Connection, ask: Ask, limits: CallLimits = {}): Promise<PageAnswer | Restart> {
  const request = connection.provider.request(ask);
  let spent: string | undefined;
  for (let tries = 1; ; tries += 1) {
    const { answer, authorization } = await exchange(connection, ask, request, { ...limits, spent });
    if (answer.kind === 'page') return answer;
    const fault = { ...answer.fault, provider: connection.provider.id, log: ask.log };
    if (answer.kind === 'restart' && ask.cursor !== undefined) return { kind: 'restart', fault };
    if (answer.kind === 'renew' && connection.renewable && spent === undefined) {
      spent = authorization;
      continue;
    }
    if (answer.kind !== 'wait') throw new AuditError(fault);
    await standBack(connection, { ...answer, fault }, { ...limits, tries, replay: request.replay });
  }
}

async function exchange(
  connection: Connection,
  ask: Ask,
  request: HttpRequest,
  limits: CallLimits & Spent,
): Promise<{ answer: Answer; authorization?: string | undefined }> {
  const { signal, maxBytes = MAX_BYTES, spent } = limits;
  const deadline = limits.deadline ?? connection.ports.now() + PATIENCE_MS;
  try {
    await connection.pace.take({ deadline, signal });
    const sending = connection.send(request, { signal, maxBytes, spent });
    const { response, authorization } = await sending.finally(connection.pace.done);
    if (response.body.length > maxBytes) throw tooLarge(connection, maxBytes);
    const answer = await readAnswer(connection, response, ask);
    if (answer.headroom !== undefined) connection.pace.learn(answer.headroom);
    return { answer, authorization };
  } catch (thrown) {
    return { answer: noAnswer(connection, request, thrown, signal) };
  }
}

/** Nothing came back: the caller gave up, or the network failed and a read can be asked for again. */
function noAnswer(connection: Connection, request: HttpRequest, thrown: unknown, signal?: AbortSignal): OtherAnswer {
  if (signal?.aborted === true) throw cancelled(connection.provider.id, signal.reason);
  if (isAuditError(thrown)) throw thrown;
  const fault: Fault = {
    code: 'unavailable',
    message: `No answer from ${connection.provider.id}`,
    hint: request.replay
      ? 'Check the network, the base URL and any proxy.'
      : 'It may or may not have been carried out: look before you ask again.',
  };
  if (!request.replay) throw new AuditError({ ...fault, provider: connection.provider.id }, { cause: thrown });
  return { kind: 'wait', fault };
}

/** Waits as the answer says, or gives up with the time from which it makes sense to try again. */
async function standBack(
  connection: Connection,
  answer: OtherAnswer,
  limits: CallLimits & { tries: number; replay: boolean },
): Promise<void> {
  const { ports, pace } = connection;
  const { fault } = answer;
  const now = ports.now();
  const told = answer.afterMs ?? untilMs(fault.retryAt, now);
  const until = Math.ceil(now + (told ?? backOff(limits.tries, ports.random())));
  if (fault.code === 'rate_limited') pace.pause(until);
  const spent = limits.tries >= (told === undefined ? UNTOLD_TRIES : TOLD_TRIES);
  const late = until > (limits.deadline ?? now + PATIENCE_MS);
  if (!limits.replay || spent || late) throw new AuditError({ ...fault, retryAt: until });
  await ports.sleep(until - now, limits.signal).catch((thrown: unknown) => {
    throw limits.signal?.aborted === true ? cancelled(fault.provider, thrown) : thrown;
  });
}

function untilMs(retryAt: number | undefined, now: number): number | undefined {
  return retryAt === undefined ? undefined : Math.max(0, retryAt - now);
}

/** Full jitter: many readers that failed together do not come back together. */
function backOff(tries: number, random: number): number {
  return random * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** tries);
}

function cancelled(provider: string | undefined, cause: unknown): AuditError {
  const from = provider === undefined ? {} : { provider };
  return new AuditError({ code: 'cancelled', message: 'Cancelled', hint: 'The caller gave up.', ...from }, { cause });
}

function tooLarge({ provider }: Connection, maxBytes: number): AuditError {
  return new AuditError({
    code: 'too_large',
    provider: provider.id,
    message: `${provider.id} sent more than ${maxBytes} bytes for one page`,
    hint: 'Ask for a shorter window, or allow larger answers.',
  });
}
