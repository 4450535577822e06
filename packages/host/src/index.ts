export { nodePorts, type NodePortsOptions } from './node-ports.ts';
