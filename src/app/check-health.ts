// Whether this deployment has what it needs: the database, every migration, its keys. Says which is missing and never
// what one is. Source: workspace.md 4 (`GET /health`); docs/operations.md, "Deploying".

/** What the deployment was given, as far as anybody may know. */
export interface Keys {
  /** Without it nobody applies a workspace. */
  readonly operatorToken: boolean;
  /** Without it no secret that is used in the clear can be kept. */
  readonly encryptionKey: boolean;
  /** A key of its own, or one derived from the encryption key: without either no checkpoint of the audit trail is signed. */
  readonly auditSigning: boolean;
}

export interface HealthDeps {
  readonly ping: () => Promise<boolean>;
  /** Names of the migrations that the database has; throws where it cannot say. */
  readonly appliedMigrations: () => Promise<readonly string[]>;
  /** Names of those that this code was written for. */
  readonly neededMigrations: readonly string[];
  readonly keys: Keys;
}

type Check = { readonly ok: true } | { readonly ok: false; readonly missing: readonly string[] };

export interface HealthReport {
  readonly isHealthy: boolean;
  readonly checks: { readonly database: Check; readonly migrations: Check; readonly keys: Check };
}

const checkOf = (missing: readonly string[]): Check => (missing.length === 0 ? { ok: true } : { ok: false, missing });

/** A database that is ahead is fine: migrations expand before the code that needs them, and contract after it. */
const migrationsCheck = async ({ appliedMigrations, neededMigrations }: HealthDeps): Promise<Check> => {
  try {
    const applied = new Set(await appliedMigrations());
    return checkOf(neededMigrations.filter((name) => !applied.has(name)));
  } catch {
    return checkOf(neededMigrations);
  }
};

/** Two D1 round trips. */
export const checkHealth = async (deps: HealthDeps): Promise<HealthReport> => {
  const isReachable = await deps.ping();
  const { operatorToken, encryptionKey, auditSigning } = deps.keys;
  const checks = {
    database: checkOf(isReachable ? [] : ["answer"]),
    migrations: await migrationsCheck(deps),
    keys: checkOf([
      ...(operatorToken ? [] : ["OPERATOR_TOKEN"]),
      ...(encryptionKey ? [] : ["ENCRYPTION_KEY"]),
      ...(auditSigning ? [] : ["AUDIT_SIGNING_KEY"]),
    ]),
  };
  return { isHealthy: Object.values(checks).every(({ ok }) => ok), checks };
};
