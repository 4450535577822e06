import type { Connection } from '@trailhound/core';
import type { WindowInput } from '@trailhound/core/reply';
import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { toText } from '../fields/values.ts';
import type { Host } from '../host/host.ts';

/** The name that the user gave to the file, or one made of the products and the window. */
export function fileNameOf(
  host: Host,
  connections: readonly Connection[],
  { since = '', until = '' }: WindowInput,
  extension: string,
): string {
  const products = connections.map(({ provider }) => provider.id).join('-');
  const [from, to] = [since, until].map((time) => time.slice(0, 16).replaceAll(':', ''));
  return toText(host.parameter('fileName', '')) ?? `${products}-audit-${from}-${to}.${extension}`;
}

/** The item of a file, in the field that the user chose. */
export function itemWith(host: Host, file: IBinaryData, json: IDataObject): INodeExecutionData {
  const field = toText(host.parameter('binaryPropertyName', 'data')) ?? 'data';
  return { json, binary: { [field]: file } };
}
