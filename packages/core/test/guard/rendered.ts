import { marked } from 'marked';

/** What a client that renders Markdown would show as a link, fetch as an image, or take for a tag. */
export function rendered(text: string): string[] {
  const found: string[] = [];
  void marked.walkTokens(marked.lexer(text), (token) => {
    if (['link', 'image', 'html', 'def'].includes(token.type)) found.push(token.raw);
  });
  return found;
}
