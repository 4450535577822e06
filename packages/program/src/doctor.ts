import { check, isAuditError, redact, type Connection } from '@trailhound/core';
import type { Checkup } from '@trailhound/core/reply';
import type { OpenArchive } from './archive.ts';
import { examineArchive } from './doctor-archive.ts';
import { examineTeam } from './doctor-team.ts';
import { compact, type JsonObject } from './json.ts';
import { notConnected } from './not-connected.ts';
import type { OpenAccounts } from './open-accounts.ts';
import type { Team } from './team.ts';

/** The doctor's findings about one account. */
interface Finding {
  readonly provider: string;
  readonly label: string;
  readonly tenant: string;
  readonly baseUrl: string;
  readonly authentication: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly checkup?: Checkup;
  readonly problem?: Problem;
  readonly warnings: readonly string[];
}

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** The vendor's words. Treat them as untrusted. */
  readonly vendorSaid?: string | undefined;
}

export interface Visit extends Pick<OpenAccounts, 'connections' | 'problems' | 'warnings' | 'now'> {
  /** The time limit, in seconds. */
  readonly deadline: number;
  readonly json: boolean;
  /** Where the program looks for variables, as a sentence. */
  readonly where: string;
  /** The archive to check. If it is offline, no vendor is asked. */
  readonly archive?: OpenArchive | undefined;
  /** What a team brings to find risks. */
  readonly team?: Team | undefined;
}

/** Checks every account with one cheap request. Exit code 0: all is well; 1: something is wrong. */
export async function runDoctor(visit: Visit, print: (text: string) => void): Promise<number> {
  const deadline = visit.now() + visit.deadline * 1000;
  const asked = visit.archive?.offline === true ? [] : visit.connections;
  const findings = await Promise.all(asked.map((connection) => examine(connection, deadline)));
  const archive = await examineArchive(visit.archive, visit.now());
  const team = await examineTeam(visit.team, visit.connections, visit.now());
  const own = visit.connections.length === 0 && visit.problems.length === 0 ? [inWords(visit)] : visit.problems;
  const problems = [...own, ...archive.problems];
  const ok = problems.length === 0 && findings.every((finding) => finding.ok);
  const warnings = [...visit.warnings, ...archive.warnings, ...team.warnings];
  const report = { ok, accounts: findings.map(toJson), ...archive.json, ...team.json, problems, warnings };
  const marked = [...problems.map((problem) => `✗ ${problem}\n`), ...warnings.map((warning) => `! ${warning}\n`)];
  const lines = [...findings.map(toText), ...archive.lines, ...team.lines, ...marked];
  print(visit.json ? `${JSON.stringify(report, null, 2)}\n` : lines.join('\n'));
  return ok ? 0 : 1;
}

function inWords({ problems, where }: Visit): string {
  const { message, hint } = notConnected(problems, where);
  return `${message}. ${hint}`;
}

async function examine(connection: Connection, deadline: number): Promise<Finding> {
  const { provider, tenant, baseUrl, warnings, authentication = 'by the host' } = connection;
  const who = { provider: provider.id, label: provider.label, tenant, baseUrl: redact(baseUrl), authentication };
  const said = warnings.map(({ text }) => text);
  const started = performance.now();
  const took = (): number => Math.round(performance.now() - started);
  try {
    const checkup = await check(connection, { deadline });
    return { ...who, ok: true, ms: took(), checkup, warnings: [...said, ...clockWarning(checkup)] };
  } catch (thrown) {
    if (!isAuditError(thrown)) throw thrown;
    const { code, message, hint, vendorSaid } = thrown.fault;
    return { ...who, ok: false, ms: took(), problem: { code, message, hint, vendorSaid }, warnings: said };
  }
}

/** The precision of the vendors' `Date` headers. */
const SKEW_THAT_SHOWS_MS = 1000;
const SKEW_THAT_MATTERS_MS = 60_000;

function clockWarning({ skewMs = 0 }: Checkup): string[] {
  if (Math.abs(skewMs) < SKEW_THAT_MATTERS_MS) return [];
  return [
    `This machine's clock is ${inSeconds(skewMs)}: windows that end now will end at the wrong time. Set the clock.`,
  ];
}

function inSeconds(skewMs: number): string {
  if (Math.abs(skewMs) < SKEW_THAT_SHOWS_MS) return 'agrees';
  return `${(Math.abs(skewMs) / 1000).toFixed(0)} s ${skewMs > 0 ? 'ahead' : 'behind'}`;
}

function toJson({
  provider,
  tenant,
  baseUrl,
  authentication,
  ok,
  ms,
  checkup,
  problem,
  warnings,
}: Finding): JsonObject {
  const { log, skewMs, pace } = checkup ?? {};
  return compact({
    provider,
    tenant,
    base_url: baseUrl,
    authentication,
    ok,
    ms,
    log,
    skew_ms: skewMs,
    pace,
    problem: problem && compact({ ...problem, vendorSaid: undefined, vendor_said: problem.vendorSaid }),
    warnings,
  });
}

function toText({ label, tenant, baseUrl, authentication, ok, ms, checkup, problem, warnings }: Finding): string {
  const lines: [string, string][] = [
    ['address', baseUrl],
    ['credential', authentication],
    ...(checkup === undefined ? [] : healthy(checkup, ms)),
    ...(problem === undefined ? [] : failing(problem)),
    ...warnings.map((warning): [string, string] => ['warning', warning]),
  ];
  return [
    `${ok ? '✓' : '✗'} ${label} (${tenant})`,
    ...lines.map(([name, value]) => `    ${name.padEnd(11)} ${value}`),
    '',
  ].join('\n');
}

function failing({ code, message, hint, vendorSaid }: Problem): [string, string][] {
  const said: [string, string][] = vendorSaid === undefined ? [] : [['vendor said', JSON.stringify(vendorSaid)]];
  return [['problem', `${message} (${code})`], ...said, ['next step', hint]];
}

function healthy({ log, skewMs, pace }: Checkup, ms: number): [string, string][] {
  const { requestsPerDay, remaining, usedToday } = pace;
  const room = [
    ...(remaining === undefined ? [] : [`${remaining} requests left for now`]),
    ...(requestsPerDay === undefined ? [] : [`${requestsPerDay} a day, ${usedToday} used by this process`]),
  ];
  return [
    ['audit log', `${log} answered in ${ms} ms`],
    ...(skewMs === undefined ? [] : [['clock', inSeconds(skewMs)] as [string, string]]),
    ['rate', room.length === 0 ? 'the vendor publishes nothing' : room.join('; ')],
  ];
}
