// Runs one SQL statement for `querySql`, in a process of its own.
import { serveSql } from '@trailhound/archive';

await serveSql();
