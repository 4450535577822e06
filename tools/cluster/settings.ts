import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { folderOf, type Place } from './programs.ts';

/** A server, and its ports on the loopback. */
export interface Member {
  readonly name: string;
  readonly http: number;
  readonly tcp: number;
  readonly between: number;
}

export const SHARDS = ['shard1', 'shard2'] as const;
/** How long the keeper takes a silent server for alive. */
const SESSION_MS = 5000;

/**
 * Writes the settings of a server. Every server has a replica of each shard, in a database named like the shard. Servers
 * prefer different replicas, so that the same question asked of either is answered from other disks, and over the wire.
 */
export function writeSettings(place: Place, members: readonly Member[], keeper: number): void {
  for (const [index, member] of members.entries()) {
    const folder = folderOf(place, member.name);
    const order = [...members.slice(index), ...members.slice(0, index)];
    writeFileSync(path.join(folder, 'config.xml'), configOf({ member, order, folder, keeper }));
    writeFileSync(path.join(folder, 'users.xml'), USERS);
  }
}

interface Settings {
  readonly member: Member;
  readonly order: readonly Member[];
  readonly folder: string;
  readonly keeper: number;
}

function configOf({ member, order, folder, keeper }: Settings): string {
  const shards = SHARDS.map((shard, index) => {
    const replicas = index === 0 ? order : order.toReversed();
    return `<shard><internal_replication>true</internal_replication>${replicas.map((one) => replicaOf(one, shard)).join('')}</shard>`;
  });
  return `<yandex>
  <logger><level>warning</level><log>${folder}/server.log</log><errorlog>${folder}/errors.log</errorlog></logger>
  <listen_host>127.0.0.1</listen_host>
  <http_port>${member.http}</http_port>
  <tcp_port>${member.tcp}</tcp_port>
  <interserver_http_port>${member.between}</interserver_http_port>
  <interserver_http_host>127.0.0.1</interserver_http_host>
  <path>${folder}/data/</path>
  <tmp_path>${folder}/tmp/</tmp_path>
  <users_config>users.xml</users_config>
  <default_profile>default</default_profile>
  <default_database>default</default_database>
  <mark_cache_size>67108864</mark_cache_size>
  <timezone>UTC</timezone>
  <macros><replica>${member.name}</replica></macros>
  <zookeeper>
    <node><host>127.0.0.1</host><port>${keeper}</port></node>
    <session_timeout_ms>${SESSION_MS}</session_timeout_ms>
  </zookeeper>
  <remote_servers><both>${shards.join('')}</both></remote_servers>
</yandex>
`;
}

function replicaOf({ tcp }: Member, shard: string): string {
  return `<replica><host>127.0.0.1</host><port>${tcp}</port><default_database>${shard}</default_database></replica>`;
}

/** An insert returns when a replica of each shard has its rows, and the first replica that answers is asked. */
const USERS = `<yandex>
  <profiles><default>
    <insert_distributed_sync>1</insert_distributed_sync>
    <load_balancing>in_order</load_balancing>
    <max_threads>2</max_threads>
  </default></profiles>
  <users><default>
    <password></password>
    <networks><ip>127.0.0.1</ip></networks>
    <profile>default</profile>
    <quota>default</quota>
  </default></users>
  <quotas><default></default></quotas>
</yandex>
`;
