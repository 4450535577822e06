// Runs the tests of an archive in ClickHouse with ClickHouse's own engine, which is installed on demand: half a gigabyte.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const CHDB = 'chdb@3.4.0';
const ROOT = path.join(import.meta.dirname, '..');
const INSTALL = path.join(ROOT, 'node_modules', '.cache', CHDB);
const TESTS = path.join(ROOT, 'packages/archive/test');

if (!existsSync(path.join(INSTALL, 'node_modules', 'chdb'))) {
  mkdirSync(INSTALL, { recursive: true });
  execFileSync('npm', ['install', '--no-save', '--ignore-scripts', '--prefix', INSTALL, CHDB], { stdio: 'inherit' });
}
const server = spawn(process.execPath, [path.join(TESTS, 'chdb-server.ts'), INSTALL], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const [url] = (await once(server.stdout, 'data')) as [Buffer];
const { status } = spawnSync('vitest', ['run', path.join(TESTS, 'clickhouse.test.ts')], {
  stdio: 'inherit',
  env: { ...process.env, TRAILHOUND_TEST_CLICKHOUSE: url.toString().trim() },
});
server.stdin.end();
process.exitCode = status ?? 1;
