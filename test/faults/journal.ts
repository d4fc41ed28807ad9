// What the clients did and what they were told. Every request names itself in `x-request-id`, which the service writes into the
// audit row of whatever the request changed: that is how an acknowledgement is held against the database.

export type Verb = "open" | "approve" | "reject" | "claim" | "report" | "decide";

export interface Operation {
  /** Also its idempotency key. */
  readonly requestId: string;
  readonly verb: Verb;
  readonly caller: string;
  readonly method: "POST" | "PUT";
  readonly path: string;
  readonly body: string;
}

/** `unanswered`: the connection broke; nobody knows whether it stands. */
export type Fate = "acknowledged" | "refused" | "unanswered";

export interface Entry {
  readonly operation: Operation;
  readonly fate: Fate;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export class Journal {
  private readonly byId = new Map<string, Entry>();
  /** Answers that no client should ever get. */
  readonly failures: string[] = [];

  note(operation: Operation, answer: Answer | null, isDying: boolean): void {
    const status = answer?.status ?? null;
    const isServerError = status !== null && status >= 500;
    // In its last moment the development proxy may outlive the service and apologise for it.
    if (isServerError && status !== 503 && !isDying) {
      this.failures.push(`${operation.verb} ${operation.path} answered ${status}: ${answer?.body.slice(0, 200) ?? ""}`);
    }
    const fate = status === null || isServerError ? "unanswered" : status < 300 ? "acknowledged" : "refused";
    this.settle(operation, fate);
  }

  /** What became of it in the end. */
  settle(operation: Operation, fate: Fate): void {
    this.byId.set(operation.requestId, { operation, fate });
  }

  get entries(): readonly Entry[] {
    return [...this.byId.values()];
  }

  withFate(fate: Fate): readonly Entry[] {
    return this.entries.filter((entry) => entry.fate === fate);
  }
}

/** Any id of the review that it touched; null where it made a new one. */
export const reviewOf = ({ path }: Operation): string | null =>
  /\/(?:reviews|sessions)\/([0-9a-f-]{36})/.exec(path)?.[1] ?? null;

/** The same operation sent again after a crash, under the same idempotency key and another name. */
export const retryOf = (operation: Operation): string => `${operation.requestId}.retry`;
