import path from 'node:path';
import { checkTypes, publintComplaints, withTypes } from './lint-tarballs.ts';
import { demandNone, type Step } from './steps.ts';
import { complaintsAbout } from './tarball-checks.ts';
import { openTarballs, type Tarball } from './tarball.ts';
import { tryCommandLine, tryLibraries, tryNodes, tryServer } from './try-packages.ts';
import { publicPackages } from './packages.ts';

/** Checks for the tarballs of a release in `folder`; `scratch` must be empty. */
export function smokeSteps(folder: string, scratch: string): Step[] {
  let tarballs: readonly Tarball[] = [];
  return [
    {
      title: 'Tarballs hold what is meant, and no more',
      advice: 'Mend the package.json that is named; what is packed beside dist is README.md and LICENSE.',
      run: async () => {
        tarballs = await openTarballs(folder, path.join(scratch, 'unpacked'));
        demandNone([...missing(tarballs), ...complaintsAbout(tarballs)]);
        return `${tarballs.length} packages, ${tarballs.reduce((sum, { files }) => sum + files.length, 0)} files`;
      },
    },
    {
      title: 'publint',
      advice: 'Read https://publint.dev/rules, and mend the package.json or the build that is named.',
      run: async () => (demandNone(await publintComplaints(tarballs)), `${tarballs.length} packages`),
    },
    {
      title: 'attw: types are found where code is',
      advice: 'Compare exports in package.json with what the build writes into dist.',
      run: async () => (await checkTypes(tarballs), `${withTypes(tarballs).length} packages`),
    },
    ...trySteps(() => tarballs, scratch),
  ];
}

function trySteps(tarballs: () => readonly Tarball[], scratch: string): Step[] {
  const advice = 'Install the tarball by hand in an empty folder, on the oldest Node that engines names, and run it.';
  return [
    { title: 'Libraries, installed with npm, read', advice, run: () => tryLibraries(tarballs(), scratch) },
    { title: 'MCP server, installed with npm, answers', advice, run: () => tryServer(tarballs(), scratch) },
    { title: 'Command line, installed with npm, answers', advice, run: () => tryCommandLine(tarballs(), scratch) },
    { title: 'n8n package, installed with npm, loads', advice, run: () => tryNodes(tarballs(), scratch) },
  ];
}

function missing(tarballs: readonly Tarball[]): string[] {
  const packed = new Set(tarballs.map(({ manifest }) => manifest.name));
  return publicPackages().flatMap(({ manifest: { name } }) => (packed.has(name) ? [] : [`${name} is not packed`]));
}
