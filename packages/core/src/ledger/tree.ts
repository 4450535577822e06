import { hash } from 'node:crypto';

/** A SHA-256 hash. */
export type Digest = Uint8Array;

const LEAF = '\0';
const NODE = 1;
const LENGTH = 32;

/** The hash of a leaf (RFC 6962, 2.1). Its prefix keeps a leaf from being mistaken for an inner node, and vice versa. */
export function leafHash(text: string): Digest {
  return hash('sha256', LEAF + text, 'buffer');
}

/** A reused buffer, because a tree of a million leaves has a million nodes. */
const node = new Uint8Array(1 + 2 * LENGTH).fill(NODE, 0, 1);

function nodeHash(left: Digest, right: Digest): Digest {
  node.set(left, 1);
  node.set(right, 1 + LENGTH);
  return hash('sha256', node, 'buffer');
}

/** A Merkle tree that grows leaf by leaf and only keeps the hashes at its right edge. */
export interface Tree {
  readonly add: (leaf: Digest) => void;
  readonly size: () => number;
  /** The Merkle Tree Hash of the leaves so far. */
  readonly root: () => Digest;
}

/** An empty tree. */
export function createTree(): Tree {
  /** The roots of complete subtrees, the tallest first: one for each bit that is set in the size. */
  const edge: Digest[] = [];
  let size = 0;
  return {
    add: (leaf) => {
      let whole = leaf;
      for (let bits = size; bits % 2 === 1; bits = (bits - 1) / 2) {
        const left = edge.pop();
        if (left !== undefined) whole = nodeHash(left, whole);
      }
      edge.push(whole);
      size += 1;
    },
    size: () => size,
    root: () =>
      edge.length === 0 ? hash('sha256', '', 'buffer') : edge.reduceRight((right, left) => nodeHash(left, right)),
  };
}

/** The root of a tree of these leaves. */
export function rootOf(leaves: readonly Digest[]): Digest {
  const tree = createTree();
  leaves.forEach(tree.add);
  return tree.root();
}

/** The hashes that lead from a leaf up to the root (RFC 6962, 2.1.1): they prove one event without showing the others. */
export function inclusionProof(leaves: readonly Digest[], index: number): Digest[] {
  if (leaves.length < 2) return [];
  const split = largestPowerBelow(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...inclusionProof(left, index), rootOf(right)]
    : [...inclusionProof(right, index - split), rootOf(left)];
}

/** The root that follows from a leaf and its proof; undefined if the proof is too short or too long. */
export function rootFromProof(leaf: Digest, index: number, size: number, proof: readonly Digest[]): Digest | undefined {
  if (size < 2) return size === 1 && index === 0 && proof.length === 0 ? leaf : undefined;
  const above = proof.at(-1);
  const split = largestPowerBelow(size);
  if (above === undefined || index >= size) return undefined;
  const rest = proof.slice(0, -1);
  if (index < split) {
    const left = rootFromProof(leaf, index, split, rest);
    return left && nodeHash(left, above);
  }
  const right = rootFromProof(leaf, index - split, size - split, rest);
  return right && nodeHash(above, right);
}

function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/** A hash in hexadecimal, as in records. */
export function hex(digest: Digest): string {
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
