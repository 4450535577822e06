import { file, fileHash, fileStyle, host, hostStyle, hostVersion, styleHash } from 'virtual:page';
import type { TimelineData } from './data.ts';

export { hostVersion };

/** The page for a client that sends the data. It asks for nothing that the client would have to allow. */
export function hostPage(): string {
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Audit trail</title>',
    `<style>${hostStyle}</style></head><main></main><script type="module">${host}</script>`,
  ].join('\n');
}

const NO_SCRIPT = '<noscript>This page needs JavaScript to show what is in it.</noscript>';

/** The page with its data inside. It runs this script, and loads nothing. */
export function filePage(data: TimelineData, title: string): string {
  const policy = `default-src 'none'; script-src '${fileHash}'; style-src '${styleHash}'`;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${title}</title><style>${fileStyle}</style></head><main>${NO_SCRIPT}</main>`,
    // Nothing in the data can end the script that holds them.
    `<script type="application/json">${JSON.stringify(data).replaceAll('<', String.raw`\u003c`)}</script>`,
    `<script type="module">${file}</script>\n`,
  ].join('\n');
}
