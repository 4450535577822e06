import type { Connection } from '@trailhound/core';
import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';
import type { Host } from '../host/host.ts';

/** The context of an operation, for one input item. */
export interface Job {
  readonly host: Host;
  readonly connections: readonly Connection[];
  /** Epoch milliseconds. */
  readonly deadline: number | undefined;
  /** Whether an agent asked, who pays for every token. */
  readonly forAgent: boolean;
  /** Stores a file in n8n's binary data. */
  readonly keep: (content: AsyncIterable<Buffer>, name: string, type: string) => Promise<IBinaryData>;
}

/** A message above the output. */
export interface Hint {
  readonly message: string;
  readonly type: 'info' | 'warning';
  /** Whether it says that there may be more than the limit. */
  readonly aboutLimit?: boolean;
}

/** The result of an operation. */
export interface Outcome {
  readonly items: INodeExecutionData[];
  /** What the user should know about the result. */
  readonly hints: readonly Hint[];
}

export type Operation = (job: Job) => Promise<Outcome>;
