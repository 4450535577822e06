// Runs one SQL statement for `querySql`, in a separate process.
import { serveSql } from './sql/serve.ts';

await serveSql();
