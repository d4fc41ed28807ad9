// What the fuzzer knows of one public API: its callers, its routes with a valid body each, and what its errors look like.

import type { Json } from "../../src/core/json.ts";

export type HeaderList = Readonly<Record<string, string>>;

/** Gives an id of a kind that some answer has shown before. */
export type Known = (kind: string) => string;

export interface Route {
  readonly method: string;
  /** `{kind}` stands for a known id of that kind. */
  readonly path: string;
  /** Names of its query parameters. */
  readonly query?: readonly string[];
  readonly body?: (known: Known) => Json;
  /** Kind of id -> where a good answer shows one. */
  readonly learns?: Readonly<Record<string, readonly string[]>>;
  /** Sent as it is, now and then, so that there is something to damage. */
  readonly isSeed?: boolean;
  /** By these credentials, not by those of the target. */
  readonly callers?: readonly HeaderList[];
}

export interface FuzzAnswer {
  readonly status: number;
  /** "" for HEAD and for streams. */
  readonly text: string;
  readonly headers: Headers;
}

export interface Target {
  readonly dialect: string;
  readonly callers: readonly HeaderList[];
  readonly routes: readonly Route[];
  /** Headers that its routes read, each with values that they would take. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** Whether an answer of 400 and above is one of its errors, in the form that its document gives them. */
  readonly isItsError: (answer: FuzzAnswer) => boolean;
}
