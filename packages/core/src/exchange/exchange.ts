import type { Spent } from './authorizer.ts';
import type { CallLimits } from './call-limits.ts';
import { concealFault, showableId } from './conceal.ts';
import type { Connection } from './connection.ts';
import { endsOf } from './ends.ts';
import { AuditError, close, defect, isAuditError, throwIfCancelled, type Fault } from '../errors.ts';
import { present } from '../json.ts';
import type { HttpResponse } from '../ports.ts';
import type { Answer, Ask, HttpRequest, OtherAnswer, Provider } from '../provider.ts';
import { readAnswer } from './read-answer.ts';
import { unless } from './unless.ts';
import { dotted } from '../wording.ts';

/** Ten times the longest page of the simulated vendors. Parsing more in one go would block the event loop. */
export const MAX_BYTES = 8 * 1024 * 1024;
const TURN_MS = 60_000;

export interface Exchanged {
  readonly answer: Answer;
  /** The credential that the request was sent with. Secret. */
  readonly authorization?: string | undefined;
  /** How far our clock is ahead of the vendor's, in milliseconds, if the response has a `Date` header. */
  readonly skewMs?: number | undefined;
}

/**
 * Sends one request and interprets the response. Ends when the caller aborts, at the deadline or after two minutes,
 * whatever is under way and even if the host ignores the signal. Our credential is removed from whatever the vendor
 * says.
 */
export async function exchange(
  connection: Connection,
  ask: Ask,
  request: HttpRequest,
  limits: CallLimits & Spent,
): Promise<Exchanged> {
  const { maxBytes = MAX_BYTES, spent } = limits;
  const { pace, ports } = connection;
  const ends = endsOf(ports, limits);
  let end = ends.ofTurn;
  try {
    const deadline = limits.deadline ?? ports.now() + TURN_MS;
    const done = await asDefect(connection, end, () => pace.take({ deadline, signal: end, question: limits.question }));
    end = ends.ofResponse();
    const sending = connection.send(request, { signal: end, maxBytes, spent }).catch(concealing(connection));
    const { response, authorization } = await unless(end, sending).finally(done);
    const skewMs = skewOf(response, ports.now());
    if (response.body.length > maxBytes) throw tooLarge(connection, maxBytes);
    const answer = showable(connection, await asDefect(connection, end, () => readAnswer(connection, response, ask)));
    if (answer.headroom !== undefined) pace.learn(answer.headroom);
    return { answer, authorization, skewMs };
  } catch (thrown) {
    return { answer: withoutResponse(connection, request, { thrown, isLate: end.aborted, limits }) };
  } finally {
    ends.letGo();
  }
}

function skewOf({ headers }: HttpResponse, now: number): number | undefined {
  const said = Date.parse(headers['date'] ?? '');
  return Number.isNaN(said) ? undefined : now - said;
}

function showable({ conceal }: Connection, answer: Answer): Answer {
  if (answer.kind !== 'page') return { ...answer, fault: close(concealFault(answer.fault, conceal), dotted) };
  const { notices, requestId } = answer;
  return present({ ...answer, notices: notices?.map(conceal), requestId: showableId(requestId, conceal) });
}

/** Errors from the token endpoint or the host may quote the credential, so remove it. */
function concealing({ conceal }: Connection): (thrown: unknown) => never {
  return (thrown) => {
    throw isAuditError(thrown) ? new AuditError(concealFault(thrown.open, conceal), { cause: thrown.cause }) : thrown;
  };
}

/** Marks what fails in our own code, and not on the network, as a defect: the vendor is not to blame. */
async function asDefect<T>({ provider }: Connection, end: AbortSignal, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw isAuditError(thrown) || end.aborted ? thrown : defect(provider, thrown);
  }
}

interface Failed {
  readonly thrown: unknown;
  /** Whether time ran out. */
  readonly isLate: boolean;
  readonly limits: CallLimits;
}

/** There was no response: the caller aborted, time ran out, or the network failed. Only reads can be retried. */
function withoutResponse({ conceal, provider }: Connection, { replay }: HttpRequest, failed: Failed): OtherAnswer {
  const { thrown, isLate, limits } = failed;
  throwIfCancelled(limits.signal, provider.id);
  if (isAuditError(thrown)) throw thrown;
  const fault = isLate ? timedOut(provider) : unreachable(provider);
  if (!replay) throw new AuditError({ ...fault, hint: UNSURE }, { cause: new Error(conceal(String(thrown))) });
  if (!isLate || limits.silenceLimit === undefined) return { kind: 'wait', fault };
  limits.silenceLimit.lost.abort();
  return { kind: 'refuse', fault };
}

/** The vendor has not answered by the deadline. */
export function timedOut({ id: provider, label }: Provider): Fault {
  const hint = 'The vendor, the network or a proxy may be hanging: try again later, or allow more time.';
  return { code: 'timeout', provider, message: `${label} did not answer in time`, hint };
}

function unreachable({ id: provider, label }: Provider): Fault {
  const hint = 'Check the network, the base URL and any proxy.';
  return { code: 'unavailable', provider, message: `No answer from ${label}`, hint };
}

const UNSURE = 'The request may or may not have been carried out: check before you send it again.';

function tooLarge({ provider }: Connection, maxBytes: number): AuditError {
  return new AuditError({
    code: 'too_large',
    provider: provider.id,
    message: `${provider.label} sent more than ${maxBytes} bytes for one page`,
    hint: 'Ask for a shorter window, or allow larger responses.',
  });
}
