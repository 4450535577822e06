#!/usr/bin/env node
import module from 'node:module';
import { isOldNode, needsNewerNode } from './node-version.ts';

// Before anything else is loaded: an older Node cannot read the rest.
if (isOldNode(process.versions.node)) {
  process.stderr.write(needsNewerNode(process.versions.node));
  process.exitCode = 2;
} else {
  module.enableCompileCache();
  await import('@trailhound/program/lean');
  const { main } = await import('./run.ts');
  process.exitCode = await main(process.argv.slice(2), process.env);
}
