import { AuditError, type Connection } from '@trailhound/core';
import { suggest } from '@trailhound/core/reply';
import { onePerProduct } from '@trailhound/program';
import type { Service } from '../service.ts';
import { exportTool } from './export.ts';
import { getTool } from './get.ts';
import { nativeTool } from './native.ts';
import { queryArchiveTool } from './query-archive.ts';
import { queryTool } from './query.ts';
import { requestExportTool } from './request-export.ts';
import { risksTool } from './risks.ts';
import { showTimelineTool } from './show-timeline.ts';
import { sourcesTool } from './sources.ts';
import { summarizeTool } from './summarize.ts';
import type { Tool } from './tool.ts';
import { traceTool } from './trace.ts';

/** The tools of a server, always in the same order, so that clients can cache the list. */
export function toolsOf({
  connections,
  options,
  archive,
}: Pick<Service, 'connections' | 'options' | 'archive'>): readonly Tool[] {
  // It is the vendor that exports.
  const exporting =
    options.allowZendeskExport && !options.offline
      ? onePerProduct(connections).filter(({ provider }) => provider.operations.includes('export'))
      : [];
  const accountsOf = (id: string): readonly Connection[] => connections.filter(({ provider }) => provider.id === id);
  const all = [
    queryTool(connections),
    ...onePerProduct(connections).map(({ provider }) => nativeTool(accountsOf(provider.id))),
    summarizeTool(connections),
    traceTool(connections),
    risksTool(connections),
    getTool(connections),
    sourcesTool(),
    ...(options.pages === 'off' ? [] : [showTimelineTool(connections)]),
    ...(options.allowSql ? [queryArchiveTool(archive)] : []),
    ...(options.exportDir === undefined ? [] : [exportTool(connections, options.exportDir)]),
    ...exporting.map(({ provider }) => requestExportTool(accountsOf(provider.id))),
  ];
  const { tools: wanted } = options;
  if (wanted === undefined) return all;
  const names = all.map(({ name }) => name);
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) throw noSuchTool(unknown, names);
  return all.filter(({ name }) => wanted.includes(name));
}

function noSuchTool(name: string, names: readonly string[]): AuditError {
  return new AuditError({
    code: 'invalid_query',
    field: 'tools',
    message: `--tools: there is no tool ${JSON.stringify(name)}`,
    hint: suggest(name, names),
  });
}
