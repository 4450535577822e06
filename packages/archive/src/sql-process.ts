// Runs one SQL statement for `querySql`, in a process of its own.
import { serveSql } from './sql/serve.ts';

await serveSql();
