/** An execution as n8n tells it. */
export interface Execution {
  readonly id?: string;
  readonly status: string;
  readonly error?: {
    readonly message: string;
    readonly description?: string;
    readonly failure?: object;
    readonly httpCode?: string;
  };
  /** The items of the first output of every node that ran, by its name. */
  readonly outputs: Readonly<Record<string, readonly Item[]>>;
  readonly hints: Readonly<Record<string, readonly string[]>>;
}

export interface Item {
  readonly json: Record<string, unknown>;
  readonly binary?: Record<string, { readonly id?: string; readonly fileName?: string; readonly bytes?: number }>;
}

export interface RunData {
  readonly resultData: {
    readonly error?: Execution['error'];
    /** Absent while it has only begun. */
    readonly runData?: Readonly<Record<string, readonly NodeRun[]>>;
  };
}

interface NodeRun {
  /** A tool has no main output. */
  readonly data?: { readonly main?: readonly (readonly Item[] | null)[] };
  readonly hints?: readonly { readonly message: string }[];
}

export function toExecution({ resultData: { error, runData = {} } }: RunData, status: string, id?: string): Execution {
  const runs = Object.entries(runData);
  return {
    ...(id === undefined ? {} : { id }),
    status,
    ...(error === undefined ? {} : { error }),
    outputs: Object.fromEntries(runs.map(([name, [run]]) => [name, run?.data?.main?.[0] ?? []])),
    hints: Object.fromEntries(runs.map(([name, [run]]) => [name, run?.hints?.map(({ message }) => message) ?? []])),
  };
}
