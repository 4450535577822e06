#!/usr/bin/env node
import module from 'node:module';
import { isOldNode, needsNewerNode } from './node-version.ts';

// Runs before anything else is loaded, because an older Node cannot parse the rest.
if (isOldNode(process.versions.node)) {
  process.stderr.write(needsNewerNode(process.versions.node));
  process.exitCode = 2;
} else {
  module.enableCompileCache();
  await import('@trailhound/program/lean');
  const { main } = await import('./run.ts');
  process.exitCode = await main(process.argv.slice(2), process.env);
}
