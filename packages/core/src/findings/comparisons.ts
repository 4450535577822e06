/** How a figure may be compared with a limit. */
export const COMPARISONS: Readonly<Record<string, (figure: number, limit: number) => boolean>> = {
  lt: (figure, limit) => figure < limit,
  lte: (figure, limit) => figure <= limit,
  gt: (figure, limit) => figure > limit,
  gte: (figure, limit) => figure >= limit,
  eq: (figure, limit) => figure === limit,
  neq: (figure, limit) => figure !== limit,
};
