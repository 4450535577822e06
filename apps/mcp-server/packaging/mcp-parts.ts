import type { TsdownPlugin } from 'tsdown';

/**
 * The SDK's `_shims` bring a compiler of JSON Schemas, for what clients answer to forms. This server shows no forms, and
 * checks its own input with zod.
 */
const SHIMS = `
export { default as process } from 'node:process';
export class DefaultJsonSchemaValidator {
  getValidator() {
    throw new Error('The validator of JSON Schemas is not in this bundle');
  }
}
`;
const ID = '\0mcp-parts';

/** Bundles the MCP SDK without Ajv, which would be an eighth of the package. */
export function mcpParts(): TsdownPlugin {
  return {
    name: 'mcp-parts',
    resolveId: (id) => (id === '@modelcontextprotocol/server/_shims' ? ID : undefined),
    load: (id) => (id === ID ? SHIMS : undefined),
  };
}
