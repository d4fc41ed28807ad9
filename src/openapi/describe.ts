// How one public API is described for its callers: operations, bodies, errors, headers. Data only; document.ts makes
// OpenAPI of it. Build and tests read this, the Worker never does. What validates a request is its own schema: it is
// named here and never written a second time.

import type * as z from "zod/mini";

export type Schema = z.core.$ZodType;
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A named body. */
export interface Component {
  readonly schema: Schema;
  readonly description?: string;
  /** What its fields mean, where their name does not say it. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly examples?: readonly unknown[];
  /** Fields that are asked for in code, in an API's own words, where its schema lets them be absent. */
  readonly required?: readonly string[];
}

export interface Parameter {
  readonly description: string;
  readonly schema: JsonSchema;
  readonly isRequired?: boolean;
}

export interface Header {
  readonly description: string;
  readonly schema: JsonSchema;
  /** Stands in every such answer. */
  readonly isAlwaysThere?: boolean;
}

export interface Answer {
  readonly description: string;
  /** A schema among the API's `responses`; absent: no body. */
  readonly body?: Schema;
  /** Media type; JSON unless told. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, Header>>;
}

export type Method = "get" | "post" | "put" | "patch" | "delete";

export interface Operation {
  /** Good as the name of a function in a generated client; unique in its API. */
  readonly id: string;
  readonly method: Method;
  /** With `{names}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  /** What each name of the path means. */
  readonly segments?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, Parameter>>;
  readonly headers?: Readonly<Record<string, Parameter>>;
  /** A schema among the API's `requests`. */
  readonly body?: { readonly schema: Schema; readonly isRequired: boolean };
  /** By status. */
  readonly answers: Readonly<Record<string, Answer>>;
  /** Names of security schemes, any one of which is enough ("": none is, too); empty: nobody is asked. Absent: the API's own. */
  readonly security?: readonly string[];
  readonly isDeprecated?: boolean;
}

export interface Api {
  /** The dialect's name, which is also the document's. */
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly securitySchemes: Readonly<Record<string, JsonSchema>>;
  readonly security: readonly string[];
  readonly requests: Readonly<Record<string, Component>>;
  readonly responses: Readonly<Record<string, Component>>;
  /** What JSON Schema should say of schemas that judge by code: those cannot be read. */
  readonly hints?: readonly (readonly [Schema, JsonSchema])[];
  readonly operations: readonly Operation[];
}
