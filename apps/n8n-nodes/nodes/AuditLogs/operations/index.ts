import { exportToFile } from './export-to-file.ts';
import { findRisks } from './find-risks.ts';
import { getMany } from './get-many.ts';
import { get } from './get.ts';
import type { Operation } from './operation.ts';
import { requestEmailExport } from './request-email-export.ts';
import { summarize } from './summarize.ts';
import { traceActor } from './trace-actor.ts';

/** The operations, by the value of the Operation field. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  export: exportToFile,
  get,
  getAll: getMany,
  requestExport: requestEmailExport,
  risks: findRisks,
  summarize,
  trace: traceActor,
};
