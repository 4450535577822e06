#!/usr/bin/env node
import '@trailhound/program/lean';
import { enableCompileCache } from 'node:module';

enableCompileCache?.();
const { main } = await import('./run.ts');
process.exitCode = await main(process.argv.slice(2), process.env);
