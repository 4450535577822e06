export { nodePorts, type NodePortsOptions } from './node-ports.ts';
export { fileTokens } from './file-tokens.ts';
