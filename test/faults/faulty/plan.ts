// What goes wrong, and how often: set over HTTP by whoever runs a fault case, read by the wrapped database and objects.
// One isolate runs the Worker and its objects, so one plan rules them all.

/** `before`: the call never reaches D1. `after`: it does its work and the reply is lost. */
export type Moment = "before" | "after" | "either";

export interface FaultPlan {
  /** Share of the D1 calls that fail: 0 to 1. */
  readonly rate: number;
  readonly moment: Moment;
  /** Only calls that write: reads pass. */
  readonly onlyWrites: boolean;
  /** Share of the object calls in whose middle the object is aborted. */
  readonly abortRate: number;
  /** Two instances of the same review's object answer, by turns. */
  readonly isDoubled: boolean;
  /** Added to the Worker's clock. */
  readonly clockOffsetMs: number;
  /** How long a receiver of webhooks has to answer; null: as deployed. Read when an endpoint's object is made. */
  readonly webhookTimeoutMs: number | null;
}

export const NO_FAULTS: FaultPlan = {
  rate: 0,
  moment: "either",
  onlyWrites: false,
  abortRate: 0,
  isDoubled: false,
  clockOffsetMs: 0,
  webhookTimeoutMs: null,
};

/** What was done since the start. */
export interface FaultCounts {
  /** Calls to D1, failed or not. */
  readonly calls: number;
  readonly failedBefore: number;
  readonly failedAfter: number;
  /** Of the failed ones, those that were an object's. */
  readonly failedInObjects: number;
  readonly aborts: number;
  /** Object calls that the second instance got. */
  readonly doubled: number;
}

/** Cron, played: so many runs at once of one trigger. */
export interface CronRequest {
  readonly cron: string;
  readonly times: number;
}

export interface CronReport {
  readonly done: number;
  readonly failed: number;
}
