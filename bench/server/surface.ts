import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { must, type Benchmark, type Finding } from '../benchmark.ts';
import { startService, type Service } from '../processes.ts';
import { VENDORS, type Target } from '../vendors/facts.ts';
import { BIN, generatedServer, genericServer } from './peers.ts';
import { startPeer, type Program } from './rpc.ts';

const CHART = 'Tokens of all tools, for three products';

export const benchmark: Benchmark = {
  name: 'surface',
  title: 'Tokens of the tools',
  about: `What a model has to read before it can ask anything: the JSON of \`tools/list\`, in tokens of o200k. Trailhound with all three
products, by default and with every tool switched on; the two peers on OpenAPI documents of the three audit endpoints
(\`bench/server/openapi\`), one server for each, added up. Theirs list and filter only, one product at a time.`,
  run: async () => {
    const vendors = await Promise.all(
      VENDORS.map((vendor) => startService('vendors/simulated-vendor.ts', vendor, '100')),
    );
    try {
      return await countAll(vendors);
    } finally {
      await Promise.all(vendors.map(({ stop }) => stop()));
    }
  },
};

async function countAll(vendors: readonly Service[]): Promise<Finding[]> {
  const targets = vendors.map(({ said }) => JSON.parse(said) as Target);
  const everything = { args: [BIN, '--demo', '--export-dir', '/tmp', '--allow-zendesk-export'] };
  const generic = await Promise.all(targets.map(async (target) => tokensOf(await genericServer(target))));
  const generated = await Promise.all(VENDORS.map(async (vendor) => tokensOf(await generatedServer(vendor))));
  return [
    { ...finding('Trailhound, every tool', 'ours', await tokensOf(everything)), target: { most: 4500 } },
    { ...finding('Trailhound, by default', 'ours', await tokensOf({ args: [BIN, '--demo'] })), target: { most: 3500 } },
    finding('@ivotoby/openapi-mcp-server', 'peer', sum(generic)),
    finding('openapi-mcp-generator', 'peer', sum(generated)),
  ];
}

function finding(what: string, whose: Finding['whose'], tokens: number): Finding {
  return { what, unit: 'tokens', whose, rounds: [tokens], chart: CHART };
}

async function tokensOf(program: Program): Promise<number> {
  const peer = await startPeer(program);
  const tools = await peer.tools();
  await peer.stop();
  must(tools.length > 0, 'a server without tools');
  return countTokens(JSON.stringify(tools));
}

function sum(tokens: readonly number[]): number {
  return tokens.reduce((all, one) => all + one, 0);
}
