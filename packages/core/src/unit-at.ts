const TEXT: { readonly charCodeAt: (at: number) => number } = String.prototype;

/**
 * `text.charCodeAt(at)` for hot loops. V8 keeps texts in several ways: read, cut out of another, joined. Where a loop meets
 * more than four of them, V8 looks the method up again for every character, which takes longer than the rest of the loop.
 */
export const unitAt = Function.prototype.call.bind(TEXT.charCodeAt) as (text: string, at: number) => number;
