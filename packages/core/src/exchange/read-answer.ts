import type { Connection } from './connection.ts';
import { cutEntry, isWhole, MOST_CHARACTERS } from './cut-entry.ts';
import { AuditError } from '../errors.ts';
import { createBreather, nextTurn, type Breather } from './event-loop.ts';
import { quotingLongIntegers } from '../json.ts';
import { hasMoreValuesThan } from '../json-text.ts';
import type { HttpResponse } from '../ports.ts';
import type { Answer, Ask, PageAnswer } from '../provider.ts';

/** Parsing a body longer than this takes a while, so yield to the event loop before, between and after the steps. */
const LONG = 1_000_000;

/** Two thousand values per entry of a page; fifty are usual. */
const MOST_VALUES = 200_000;

/** A vendor may send more entries than it was asked for, but not without limit. */
const MOST_PAGES_IN_ONE = 10;

/** Lets the provider interpret a response; rejects responses that would only keep the process busy. */
export async function readAnswer(connection: Connection, response: HttpResponse, ask: Ask): Promise<Answer> {
  const { provider, ports } = connection;
  const { body } = response;
  const breathe = async (): Promise<void> => (body.length > LONG ? nextTurn(ports) : undefined);
  await breathe();
  if (hasMoreValuesThan(MOST_VALUES, body)) throw tooMuch(connection, `more than ${MOST_VALUES} values`);
  await breathe();
  const prepared =
    body.length > LONG
      ? { ...response, body: await inTurns(quotingLongIntegers(body), createBreather(ports)) }
      : response;
  await breathe();
  const answer = provider.answer(prepared, ask);
  if (answer.kind !== 'page') return answer;
  const most = provider.limits.pageSize * MOST_PAGES_IN_ONE;
  if (answer.entries.length > most) throw tooMuch(connection, `${answer.entries.length} entries`);
  if (body.length <= MOST_CHARACTERS) return answer;
  await breathe();
  return { ...answer, ...(await cutPage(connection, answer)) };
}

async function inTurns<T>(work: Iterator<undefined, T, undefined>, breathe: Breather): Promise<T> {
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) return step.value;
    const pause = breathe();
    if (pause !== undefined) await pause;
  }
}

async function cutPage({ provider, ports }: Connection, page: PageAnswer): Promise<Partial<PageAnswer>> {
  const breathe = createBreather(ports);
  const entries = [...page.entries];
  let cut = 0;
  for (const [index, entry] of page.entries.entries()) {
    const pause = breathe();
    if (pause !== undefined) await pause;
    if (isWhole(entry)) continue;
    entries[index] = await cutEntry(entry, breathe);
    cut += 1;
  }
  if (cut === 0) return {};
  const said = `Too long to be read in full: ${cut} of the entries on a page of ${provider.label}. A mark, [cut: …], stands for what was left out.`;
  return { entries, notices: [...(page.notices ?? []), said] };
}

function tooMuch({ provider: { id, label, limits } }: Connection, what: string): AuditError {
  return new AuditError({
    code: 'bad_response',
    provider: id,
    message: `${label} sent ${what} where a page of ${limits.pageSize} entries was asked for`,
    hint: 'Check the base URL and any proxy: this does not look like a response of that vendor.',
  });
}
