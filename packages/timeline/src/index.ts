// What hosts need of the page: its data, and itself as a file.
export { HOST_PAGE } from './html.ts';
export { drawn } from './drawn.ts';
export { report, type About } from './report.ts';
