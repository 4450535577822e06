import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { AuditError } from '@trailhound/core';

/** The environment, plus the variables of a file. The environment takes precedence. */
export function withEnvFile(file: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...parseEnv(readText(file)), ...env };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (failed) {
    const reason = (failed as NodeJS.ErrnoException).code ?? 'it cannot be read';
    throw new AuditError({
      code: 'invalid_query',
      field: 'envFrom',
      message: `--env-from: ${file} cannot be read (${reason})`,
      hint: 'Give the path of a file with lines like NAME=value.',
    });
  }
}
