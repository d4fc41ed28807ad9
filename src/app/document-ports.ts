// What applying a workspace document needs from the outside: a schema that judges it.

/** What is wrong with one place of a document. `path` is a JSON pointer (RFC 6901); secrets never stand in `message`. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}
