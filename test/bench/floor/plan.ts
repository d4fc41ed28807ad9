// What the floor does for one operation: the very D1 calls that the Worker makes for it, as templates, and the very answer.
// Shared by the floor, which replays them, and by the benchmark, which makes them from a recording.

/** Text with holes: pieces[0] hole[0] pieces[1] hole[1] … Hole n takes the n-th value. */
export interface Template {
  readonly pieces: readonly string[];
  readonly holes: readonly number[];
}

export type Parameter = Template | number | null;

export interface PlannedCall {
  readonly where: "worker" | "object";
  readonly isBatch: boolean;
  readonly statements: readonly { readonly sql: string; readonly params: readonly Parameter[] }[];
}

export interface FloorPlan {
  readonly calls: readonly PlannedCall[];
  /** Holes below this number take a value of the request, the `madeCount` after them an id that the floor makes up. */
  readonly givenCount: number;
  readonly madeCount: number;
  readonly status: number;
  readonly body: string;
}

/** By the name of the operation. */
export type FloorPlans = Readonly<Record<string, FloorPlan>>;
