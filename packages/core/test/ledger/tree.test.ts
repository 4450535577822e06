import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTree, hex, inclusionProof, leafHash, rootFromProof, rootOf } from '../../src/ledger/tree.ts';

/** The leaves and roots that Certificate Transparency's own implementations are tried with. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leaves = LEAVES.map((bytes) => leafHash(Buffer.from(bytes, 'hex').toString('latin1')));

describe('An RFC 6962 Merkle tree', () => {
  test.each(ROOTS.map((root, size) => [size, root] as const))('of %i leaves has the known root', (size, root) => {
    expect(hex(rootOf(leaves.slice(0, size)))).toBe(root);
  });

  test('reports its root and its size after every leaf', () => {
    const tree = createTree();
    for (const [index, leaf] of leaves.entries()) {
      tree.add(leaf);
      expect([tree.size(), hex(tree.root())]).toEqual([index + 1, ROOTS[index + 1]]);
    }
  });

  test('proves each of its leaves, and no other', () => {
    const some = fc.array(fc.string(), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(some, fc.nat(), fc.string(), (texts, at, other) => {
        const all = texts.map((text, number) => leafHash(`${number} ${text}`));
        const index = at % all.length;
        const proof = inclusionProof(all, index);
        const root = hex(rootOf(all));
        const of = (leaf: Uint8Array): string => hex(rootFromProof(leaf, index, all.length, proof) ?? new Uint8Array());
        expect(of(all[index] ?? new Uint8Array())).toBe(root);
        expect(of(leafHash(`x${other}`))).not.toBe(root);
      }),
    );
  });

  test('rejects a proof that is too short, too long, or for another size', () => {
    const proof = inclusionProof(leaves, 3);
    const [leaf = new Uint8Array()] = leaves.slice(3);
    expect(rootFromProof(leaf, 3, 8, proof.slice(1))).toBeUndefined();
    expect(rootFromProof(leaf, 3, 8, [...proof, ...proof])).toBeUndefined();
    expect(rootFromProof(leaf, 9, 8, proof)).toBeUndefined();
  });
});
