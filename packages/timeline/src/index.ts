// What hosts need of the page: its data, and itself as a file.
export { hostPage, hostVersion } from './html.ts';
export { drawn } from './drawn.ts';
export { readReport, type Reported } from './read.ts';
export { MOST_LISTED, report, type About } from './report.ts';
