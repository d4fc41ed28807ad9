// Whether an endpoint can be what somebody wants it to be. Pure; the same questions as for one of the workspace document.
// Source: workspace.md 2 (Details); webhooks.md 3, 5.

import { judgeEndpointUrl } from "../core/endpoint-url.ts";
import { isWhsec } from "../core/webhook-secret.ts";
import type { Problem } from "./document-ports.ts";
import type { MessageFormat } from "./webhook-ports.ts";

export interface EndpointRequest {
  readonly url: string;
  readonly events: readonly string[];
  readonly format: string;
  readonly description: string;
  readonly active: boolean;
  /** Null: one is made. */
  readonly secret: string | null;
  /** Null: signed. */
  readonly basic: { readonly username: string; readonly password: string } | null;
}

/** What a format asks of its endpoints. */
export type FormatRules = Pick<MessageFormat, "types" | "needsWhsec" | "takesBasic">;

const EVERYTHING = "*";

export const urlProblems = (url: string, allowLoopback: boolean): readonly Problem[] => {
  const judged = judgeEndpointUrl(url, { allowLoopback });
  return judged.ok ? [] : [{ path: "/url", message: judged.error }];
};

export const eventProblems = (events: readonly string[], { types }: Pick<FormatRules, "types">): readonly Problem[] =>
  events.flatMap((type, at) =>
    type === EVERYTHING || types.includes(type)
      ? []
      : [{ path: `/events/${at}`, message: "is not a type of this format" }],
  );

/** `format` null: nobody knows it. */
export const endpointProblems = (
  { url, events, secret, basic }: Pick<EndpointRequest, "url" | "events" | "secret" | "basic">,
  format: FormatRules | null,
  allowLoopback: boolean,
): readonly Problem[] => [
  ...urlProblems(url, allowLoopback),
  ...(format === null ? [{ path: "/format", message: "is not a known format" }] : eventProblems(events, format)),
  ...(format?.needsWhsec && secret !== null && !isWhsec(secret)
    ? [{ path: "/secret", message: "must be whsec_ and base64 for this format" }]
    : []),
  ...(format !== null && basic !== null && !format.takesBasic
    ? [{ path: "/auth/type", message: "is not possible with this format" }]
    : []),
];
