import type { Finding } from '@trailhound/core/findings';
import { invalid } from '@trailhound/core/reply';
import { findingToOcsf } from '@trailhound/core/siem';
import type { IDataObject } from 'n8n-workflow';
import type { Host } from './host/host.ts';
import { ocsfVersionOf } from './query.ts';

/** Shapes findings as the user chose. */
export function findingShaper(host: Host): (finding: Finding) => IDataObject {
  const output = host.parameter('findingOutput', 'finding');
  const version = ocsfVersionOf(host);
  if (output === 'ocsf') return (finding) => findingToOcsf(finding, { version }) as IDataObject;
  if (output === 'finding') return (finding) => ({ ...finding });
  throw invalid('findingOutput', `cannot return ${String(output)}`, 'Choose finding or ocsf.');
}
