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

const SDK = /[\\/]@modelcontextprotocol[\\/]/;
/** Where the SDK makes every schema there is, for checks that it offers to programs. */
const CHECKS = /^for \(const [^\n]* register\(key, [^\n]*\);$/gm;

/** Bundles the MCP SDK without Ajv, which would be an eighth of the package, and without checks that nobody calls. */
export function mcpParts(): TsdownPlugin {
  return {
    name: 'mcp-parts',
    resolveId: (id) => (id === '@modelcontextprotocol/server/_shims' ? ID : undefined),
    load: (id) => (id === ID ? SHIMS : undefined),
    transform: (code, id) => (SDK.test(id) ? code.replace(CHECKS, '') : undefined),
  };
}
