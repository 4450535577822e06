// Loads the nodes and credentials as n8n does: each file by require, each class by new.
const PACKAGE = 'n8n-nodes-trailhound';

const { nodes, credentials } = require(`${PACKAGE}/package.json`).n8n;
for (const file of [...nodes, ...credentials]) {
  const name = file.split('/').pop().split('.')[0];
  const Class = require(`${PACKAGE}/${file}`)[name];
  const made = new Class();
  const described = made.description ?? made;
  if (typeof described.displayName !== 'string') throw new Error(`${file} describes nothing`);
}
process.stdout.write(`${nodes.length} nodes, ${credentials.length} credentials`);
