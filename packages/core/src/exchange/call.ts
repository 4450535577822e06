import type { Connection } from './connection.ts';
import type { CallLimits } from './call-limits.ts';
import { AuditError, throwIfCancelled, type Fault } from '../errors.ts';
import { exchange, type Exchanged } from './exchange.ts';
import type { Ask, OtherAnswer, PageAnswer } from '../provider.ts';

/** The outcome of a call. */
type Called = (PageAnswer | Restart) & Pick<Exchanged, 'skewMs'>;

/** The cursor has expired, so the slice has to be read again. */
export interface Restart {
  readonly kind: 'restart';
  readonly fault: Fault;
}

const LONGEST_DEFAULT_WAIT_MS = 60_000;
/** The longest wait that we accept from a vendor. */
const LONGEST_WAIT_MS = 86_400_000;
/** The longest pause after a rate limit. After that one request may find out whether the vendor has recovered. */
const LONGEST_PAUSE_MS = 3_600_000;
const BACKOFF_TRIES = 5;
const RETRY_AFTER_TRIES = 20;
const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 30_000;

/**
 * Gets one page, however many attempts that takes. This is the only place that retries: it waits as long as the vendor
 * says, up to the deadline; renews the credential once; and otherwise fails with an error that says what to do.
 */
export async function call(connection: Connection, ask: Ask, limits: CallLimits = {}): Promise<Called> {
  const request = connection.provider.request(ask);
  let spent: string | undefined;
  for (let tries = 1; ; tries += 1) {
    const { answer, authorization, skewMs } = await exchange(connection, ask, request, { ...limits, spent });
    if (answer.kind === 'page') return { ...answer, skewMs };
    const fault = { ...answer.fault, provider: connection.provider.id, log: ask.log };
    if (answer.kind === 'restart' && ask.cursor !== undefined) return { kind: 'restart', fault, skewMs };
    if (answer.kind === 'renew' && connection.renewable && spent === undefined) {
      spent = authorization;
      continue;
    }
    if (answer.kind !== 'wait') throw new AuditError(fault);
    await waitOrGiveUp(connection, { ...answer, fault }, { ...limits, tries, replay: request.replay });
  }
}

/** Waits as long as the answer says, or fails and says when it makes sense to try again. */
async function waitOrGiveUp(
  connection: Connection,
  answer: OtherAnswer,
  limits: CallLimits & { tries: number; replay: boolean },
): Promise<void> {
  const { ports, pace } = connection;
  const { fault } = answer;
  const now = ports.now();
  const given = retryAfterMs(answer, now);
  const until = Math.ceil(now + (given ?? backoffMs(limits.tries, ports.random())));
  if (fault.code === 'rate_limited') pace.pause(Math.min(until, now + LONGEST_PAUSE_MS));
  const spent = limits.tries >= (given === undefined ? BACKOFF_TRIES : RETRY_AFTER_TRIES);
  const late = until > (limits.deadline ?? now + LONGEST_DEFAULT_WAIT_MS);
  if (!limits.replay || spent || late) throw new AuditError({ ...fault, retryAt: until });
  await ports.sleep(until - now, limits.signal).catch((thrown: unknown) => {
    throwIfCancelled(limits.signal, fault.provider);
    throw thrown;
  });
}

/** How long the vendor wants us to wait, if it gives a valid time, capped so that it cannot lock us out for good. */
function retryAfterMs({ afterMs, fault: { retryAt } }: OtherAnswer, now: number): number | undefined {
  const ms = afterMs ?? (retryAt === undefined ? undefined : retryAt - now);
  return ms === undefined || Number.isNaN(ms) ? undefined : Math.min(LONGEST_WAIT_MS, Math.max(0, ms));
}

/** Exponential backoff with full jitter, so that readers that failed together do not retry together. */
function backoffMs(tries: number, random: number): number {
  return random * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** tries);
}
