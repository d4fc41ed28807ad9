// The Worker's bindings. Placeholder of the scaffold.
export interface Env {
  DB: D1Database;
  REVIEW_OBJECT: DurableObjectNamespace;
  LOCATION_HINT: string;
  OPERATOR_TOKEN?: string;
  ENCRYPTION_KEY?: string;
  PEPPER?: string;
  WEBHOOK_ALLOW_LOOPBACK?: string;
}
