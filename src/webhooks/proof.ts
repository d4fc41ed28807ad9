// Opens the secrets of an endpoint for one drain: the new one, the old one while it still counts, or a password.
// Source: webhooks.md 2 (one signature per live secret), 4 (the overlap follows the workspace's clock).

import type { DrainedEndpoint, MessageFormat, Proof } from "../app/webhook-ports.ts";
import type { Instant } from "../core/time.ts";
import { signerOf } from "./sign.ts";

/** Opens a sealed text that is bound to a name. Throws where its key is gone. */
export type OpenSealed = (name: string, sealed: string) => Promise<string>;

/** Null: a secret is missing, or cannot be opened any more. */
export const createProofOf =
  (open: OpenSealed) =>
  async (endpoint: DrainedEndpoint, format: MessageFormat, now: Instant): Promise<Proof | null> => {
    const { id, username, password, secret, oldSecret, oldSecretUntil } = endpoint;
    try {
      if (username !== null) {
        const opened = password === null ? null : await open(`webhook:${id}:password`, password);
        return opened === null ? null : { type: "basic", username, password: opened };
      }
      const isOldLive = oldSecret !== null && oldSecretUntil !== null && now < oldSecretUntil;
      const live = [secret, isOldLive ? oldSecret : null].filter((sealed) => sealed !== null);
      const secrets = await Promise.all(live.map((sealed) => open(`webhook:${id}:secret`, sealed)));
      return secrets.length === 0 ? null : { type: "hmac", sign: signerOf(secrets, format.decodesWhsec) };
    } catch {
      return null;
    }
  };
