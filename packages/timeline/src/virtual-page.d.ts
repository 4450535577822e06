/** What runs in the browser, bundled by `tsdown.config.ts`. */
declare module 'virtual:page' {
  export const script: string;
  export const style: string;
  /** For a content security policy: `sha256-…`. */
  export const scriptHash: string;
  export const styleHash: string;
}
