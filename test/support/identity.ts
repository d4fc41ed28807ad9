// Applying documents and recognising callers against a real D1, put together as compose.ts does, with every part open
// to replacement by a test.

import { createWorkspaces, type Workspaces } from "../../src/app/apply-workspace.ts";
import { type AuthDeps, authenticate } from "../../src/app/authenticate.ts";
import { createSecretDigester } from "../../src/app/digest-secrets.ts";
import { createKeySets } from "../../src/app/key-sets.ts";
import { readKeyRing } from "../../src/app/key-ring.ts";
import type { AuthError, Authenticated, AuthRequest } from "../../src/app/principal.ts";
import { createVault } from "../../src/app/seal-secrets.ts";
import type { Result } from "../../src/core/result.ts";
import { toWhsec } from "../../src/core/webhook-secret.ts";
import { documentSchema } from "../../src/dialects/registry.ts";
import { createPrincipalStore } from "../../src/store/find-principal.ts";
import { createWorkspaceStore } from "../../src/store/workspaces.ts";

export interface IdentityOptions {
  readonly db: D1Database;
  readonly encryptionKey?: string | undefined;
  readonly pepper?: string | undefined;
  readonly now?: () => number;
  readonly fetch?: (url: string) => Promise<Response>;
}

export interface Identity {
  readonly workspaces: Workspaces;
  readonly authenticate: (request: Partial<AuthRequest>) => Promise<Result<Authenticated, AuthError>>;
}

const NOBODY: AuthRequest = {
  credential: { type: "none" },
  workspaceId: null,
  organizationId: null,
  reviewId: null,
  idempotency: null,
};

/** 32 bytes, the same in every test. */
export const TEST_ENCRYPTION_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

export const identityOf = (options: IdentityOptions): Identity => {
  const { db, pepper, now = Date.now } = options;
  const encryptionKey = "encryptionKey" in options ? options.encryptionKey : TEST_ENCRYPTION_KEY;
  const digester = createSecretDigester(readKeyRing(pepper, "PEPPER"));
  const vault = createVault(readKeyRing(encryptionKey, "ENCRYPTION_KEY"));
  const clock = { now };
  const workspaces = createWorkspaces({
    store: createWorkspaceStore(db),
    schema: documentSchema({ allowLoopback: true }),
    clock,
    digester,
    vault,
    newSecret: () => crypto.randomUUID(),
    newWebhookSecret: (isWhsec) =>
      isWhsec ? toWhsec(crypto.getRandomValues(new Uint8Array(32))) : crypto.randomUUID(),
    newSalt: () => crypto.randomUUID(),
    newSigningKey: () => crypto.randomUUID(),
  });
  const keySets = createKeySets({
    fetch: options.fetch ?? (async () => new Response("no key set here", { status: 404 })),
    now,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    keepAlive: () => undefined,
    allowLoopback: true,
  });
  const deps: AuthDeps = { store: createPrincipalStore(db), digester, clock, vault, keySets };
  return { workspaces, authenticate: (request) => authenticate(deps, { ...NOBODY, ...request }) };
};
