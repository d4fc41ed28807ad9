// The statements of workspaces.ts. ?1 is the workspace; lists come in as one JSON parameter.

/** Primary keys. */
export const CURRENT = `SELECT w.version AS version, w.deleted_at AS deleted_at, v.document AS document
  FROM workspaces w CROSS JOIN workspace_versions v ON v.workspace_id = w.id AND v.version = w.version WHERE w.id = ?1`;

export const CREDENTIALS = "SELECT name, type, lookup, secret_digest FROM credentials WHERE workspace_id = ?1";

/** Index credentials_by_lookup. */
export const OTHERS = `SELECT c.name AS name, c.type AS type, c.lookup AS lookup, c.secret_digest AS secret_digest
  FROM json_each(?2) wanted CROSS JOIN credentials c ON c.lookup = wanted.value WHERE c.workspace_id <> ?1`;

export const IDENTITIES = "SELECT member_id, email, digest, salt FROM identities WHERE workspace_id = ?1";

export const SECRETS = "SELECT name, sealed FROM workspace_secrets WHERE workspace_id = ?1";

export const INSERT_VERSION = `INSERT INTO workspace_versions (workspace_id, version, document, applied_by, applied_at)
  VALUES (?1, ?2, ?3, ?4, ?5)`;

export const INSERT_WORKSPACE = `INSERT INTO workspaces
  (id, version, organization_id, signing_key, test_now, created_at, rate_limits) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`;

export const UPDATE_WORKSPACE =
  "UPDATE workspaces SET version = ?2, organization_id = ?3, rate_limits = ?4 WHERE id = ?1";

export const INSERT_MEMBERS = `INSERT INTO members
  (workspace_id, id, position, email, email_lower, name, role, groups, slack_id, active, identity)
  SELECT ?1, value ->> '$.id', value ->> '$.position', value ->> '$.email', value ->> '$.emailLower', value ->> '$.name',
    value ->> '$.role', value -> '$.groups', value ->> '$.slackId', value ->> '$.active', value ->> '$.identity'
  FROM json_each(?2)`;

export const INSERT_IDENTITIES = `INSERT INTO identities (workspace_id, digest, member_id, email, salt)
  SELECT ?1, value ->> '$.digest', value ->> '$.memberId', value ->> '$.email', value ->> '$.salt' FROM json_each(?2)`;

export const INSERT_CREDENTIALS = `INSERT INTO credentials
  (workspace_id, name, type, lookup, secret_digest, role, member_id, agent, workflow, scopes)
  SELECT ?1, value ->> '$.name', value ->> '$.type', value ->> '$.lookup', value ->> '$.secretDigest', value ->> '$.role',
    value ->> '$.memberId', value ->> '$.agent', value ->> '$.workflow', value ->> '$.scopes'
  FROM json_each(?2)`;

export const INSERT_ISSUERS = `INSERT INTO issuers (workspace_id, position, issuer, audience, jwks_url, jwks, secret_name)
  SELECT ?1, value ->> '$.position', value ->> '$.issuer', value ->> '$.audience', value ->> '$.jwksUrl',
    value ->> '$.jwks', value ->> '$.secretName'
  FROM json_each(?2)`;

export const INSERT_SECRETS = `INSERT INTO workspace_secrets (workspace_id, name, sealed)
  SELECT ?1, value ->> '$[0]', value ->> '$[1]' FROM json_each(?2)`;
