/** What runs in the browser, bundled by `tsdown.config.ts`. */
declare module 'virtual:page' {
  /** The script of a file. */
  export const file: string;
  /** The script of a page in a client. */
  export const host: string;
  /** Another one for every change of the page in a client. */
  export const hostVersion: string;
  export const hostStyle: string;
  /** With what prints it well. */
  export const fileStyle: string;
  /** For a content security policy: `sha256-…`. */
  export const fileHash: string;
  export const styleHash: string;
}
