import { startSimulator, type Simulator } from '@trailhound/simulator';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { must, spread, type Benchmark, type Finding } from '../benchmark.ts';
import { KINDS, VENDORS, WINDOW, type Measured } from '../vendors/facts.ts';
import { environment } from './environment.ts';
import { askOurs, QUESTIONS, truthOf, type Question, type Truth } from './asked.ts';
import { BIN, genericServer } from './peers.ts';
import { startPeer, type Peer } from './rpc.ts';
import type { CallVendor } from './vendor-apis.ts';

const TOKENS = 'Tokens for an audit question, in and out (median of ten)';

export const benchmark: Benchmark = {
  name: 'questions',
  title: 'Ten audit questions',
  about: `Ten questions about a month of simulated logs, a thousand entries in each, and their answers against the truth: once through one
call of a Trailhound tool, once through @ivotoby/openapi-mcp-server 1.16.1 on OpenAPI documents of the three audit endpoints,
with the best script that one can write for it (the vendors' own filters and counts, pages until done). Tokens are those of the
arguments and of the answers' texts, in o200k: what a model would have to write and read. The peer's script counts in code; a
model would have to count what it read. Trailhound keeps Gong's three requests a second, the peer keeps no limit and meets none,
so their times are not compared. The questions: ${QUESTIONS.map(({ asks }) => `“${asks}”`).join(' ')}`,
  run: async (size) => {
    const questions = size === 'full' ? QUESTIONS : QUESTIONS.slice(1, 4);
    const simulator = await startSimulator({ events: size === 'full' ? 1000 : 200, ...WINDOW, unlimited: true });
    try {
      return await askAll(simulator, questions);
    } finally {
      await simulator.close();
    }
  },
};

interface Asked {
  readonly calls: number;
  readonly tokens: number;
  readonly right: boolean;
}

async function askAll(simulator: Simulator, questions: readonly Question[]): Promise<Finding[]> {
  const truth = truthOf(simulator);
  const ours = await startPeer({ args: [BIN], env: environment(simulator) });
  const theirs = await genericPeers(simulator);
  const asked: { question: Question; ours: Asked; theirs: Asked }[] = [];
  try {
    for (const question of questions) {
      const found = { question, ours: await ask(ours, question, truth), theirs: await script(theirs, question, truth) };
      must(found.ours.right, `Trailhound answered wrongly: ${question.asks}`);
      asked.push(found);
    }
  } finally {
    await Promise.all([ours, ...theirs.values()].map(({ stop }) => stop()));
  }
  return toFindings(asked);
}

async function ask(peer: Peer, question: Question, truth: Truth): Promise<Asked> {
  const { text, answer } = await askOurs(peer, question);
  const tokens = countTokens(JSON.stringify(question.ours[1])) + countTokens(text);
  return { calls: 1, tokens, right: answer === question.truth(truth) };
}

async function script(peers: ReadonlyMap<Measured, Peer>, question: Question, truth: Truth): Promise<Asked> {
  let [calls, tokens] = [0, 0];
  const call: CallVendor = async (vendor, given) => {
    const text = (await peers.get(vendor)?.call(LIST[vendor], given)) ?? '';
    calls += 1;
    tokens += countTokens(JSON.stringify(given)) + countTokens(text);
    return JSON.parse(text.slice(text.indexOf('{')));
  };
  const answer = await question.theirs(call);
  return { calls, tokens, right: answer === question.truth(truth) };
}

/** The generic server's names for the tools that list. */
const LIST: Readonly<Record<Measured, string>> = {
  gong: 'lst-logs',
  zendesk: 'lst-audit-logs',
  ashby: 'audit-log-lst',
};

async function genericPeers(simulator: Simulator): Promise<ReadonlyMap<Measured, Peer>> {
  const peers = new Map<Measured, Peer>();
  for (const vendor of VENDORS) {
    const credential = { kind: KINDS[vendor], values: simulator.credentials(vendor)[KINDS[vendor]] ?? {} };
    const peer = await startPeer(await genericServer({ vendor, site: simulator.baseUrl(vendor), credential }));
    const names = (await peer.tools()).map((tool) => (tool as { name: string }).name);
    must(names.includes(LIST[vendor]), `The generic server calls its tools ${names.join(', ')}`);
    peers.set(vendor, peer);
  }
  return peers;
}

function toFindings(asked: readonly { question: Question; ours: Asked; theirs: Asked }[]): Finding[] {
  const right = (of: 'ours' | 'theirs'): number => asked.filter(({ [of]: one }) => one.right).length;
  const tokens = (of: 'ours' | 'theirs'): number[] => asked.map(({ [of]: one }) => one.tokens);
  const ratios = asked.map(({ ours, theirs }) => theirs.tokens / ours.tokens);
  const calls = spread(asked.map(({ theirs }) => theirs.calls)).median;
  return [
    { what: 'Tokens, peer : Trailhound', unit: 'times', whose: 'ours', rounds: ratios, target: { least: 20 } },
    {
      what: 'Tokens, Trailhound',
      label: 'Trailhound',
      unit: 'tokens',
      whose: 'ours',
      rounds: tokens('ours'),
      chart: TOKENS,
    },
    {
      what: 'Tokens, peer',
      label: '@ivotoby/openapi-mcp-server',
      unit: 'tokens',
      whose: 'peer',
      rounds: tokens('theirs'),
      chart: TOKENS,
    },
    count('Answered in one call, Trailhound', 'ours', asked.filter(({ ours }) => ours.calls === 1).length, 8),
    { what: 'Calls for a question, peer', unit: 'calls', whose: 'peer', rounds: [calls] },
    count('Right, Trailhound', 'ours', right('ours'), 10),
    count('Right, peer', 'peer', right('theirs')),
  ];
}

function count(what: string, whose: Finding['whose'], value: number, least?: number): Finding {
  return { what, unit: 'of 10', whose, rounds: [value], ...(least === undefined ? {} : { target: { least } }) };
}
