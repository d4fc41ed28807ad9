// The statements of find-principal.ts. Parameters: ?1 kind of credential, ?2 JSON array of places where it may stand,
// ?3 a token's issuer, ?4 its subject, ?5 its verified e-mail address (null where there is none, which matches nothing).

export const WORKSPACE_COLUMNS = `w.id AS workspace_id, w.version AS workspace_version, w.organization_id AS organization_id,
  w.signing_key AS signing_key, w.test_now AS test_now, w.rate_limits AS rate_limits`;

export const MEMBER_COLUMNS = `m.id AS member_id, m.email AS email, m.name AS member_name, m.role AS member_role,
  m.groups AS groups, m.slack_id AS slack_id, m.active AS active, m.identity AS identity`;

const ISSUER_COLUMNS = `i.workspace_id AS issuer_workspace, i.issuer AS issuer, i.audience AS audience,
  i.jwks_url AS jwks_url, i.jwks AS jwks, i.secret_name AS secret_name, s.sealed AS sealed`;

const SECRET_OF_ISSUER = `LEFT JOIN workspace_secrets s ON s.workspace_id = i.workspace_id AND s.name = i.secret_name`;

/** Index credentials_by_lookup. A credential whose member is gone opens nothing. */
export const CREDENTIALS = `SELECT ${WORKSPACE_COLUMNS}, ${MEMBER_COLUMNS},
  c.name AS credential_name, c.lookup AS lookup, c.secret_digest AS secret_digest, c.role AS credential_role,
  c.agent AS agent, c.workflow AS workflow, c.scopes AS scopes, c.member_id IS NOT NULL AS acts_as_member
  FROM json_each(?2) wanted
  CROSS JOIN credentials c ON c.lookup = wanted.value AND c.type = ?1
  CROSS JOIN workspaces w ON w.id = c.workspace_id AND w.deleted_at IS NULL
  LEFT JOIN members m ON m.workspace_id = c.workspace_id AND m.id = c.member_id
  WHERE c.member_id IS NULL OR m.id IS NOT NULL`;

const membersBy = (foundBy: "subject" | "email", condition: string): string => `SELECT '${foundBy}' AS found_by,
  ${WORKSPACE_COLUMNS}, ${MEMBER_COLUMNS}, ${ISSUER_COLUMNS}
  FROM members m
  CROSS JOIN issuers i ON i.workspace_id = m.workspace_id AND i.issuer = ?1
  CROSS JOIN workspaces w ON w.id = m.workspace_id AND w.deleted_at IS NULL
  ${SECRET_OF_ISSUER}
  WHERE ${condition}`;

/** Indexes members_by_id and members_by_email. ?1 issuer, ?2 subject, ?3 e-mail address. */
export const MEMBERS = `${membersBy("subject", "m.id = ?2")} UNION ALL ${membersBy("email", "m.email_lower = ?3")}`;

/** A token of nobody's is judged by a few entries only: what it costs must not grow with the workspaces. */
const STRANGERS_ENTRIES = 4;

/** Index issuers_by_issuer. */
export const ANY_ISSUERS = `SELECT ${ISSUER_COLUMNS} FROM issuers i ${SECRET_OF_ISSUER}
  WHERE i.issuer = ?1 LIMIT ${STRANGERS_ENTRIES}`;

/** Primary key of issuers. */
export const ISSUERS_OF_WORKSPACE = `SELECT ${ISSUER_COLUMNS} FROM issuers i ${SECRET_OF_ISSUER}
  WHERE i.workspace_id = ?2 AND i.issuer = ?1`;

const KEY_CALLERS = `SELECT c.workspace_id,
    CASE WHEN c.member_id IS NULL THEN 'service:' || c.name ELSE 'member:' || c.member_id END
  FROM json_each(?2) wanted CROSS JOIN credentials c ON c.lookup = wanted.value AND c.type = ?1`;

const tokenCallers = (condition: string): string => `SELECT m.workspace_id, 'member:' || m.id FROM members m
  CROSS JOIN issuers i ON i.workspace_id = m.workspace_id AND i.issuer = ?3 WHERE ${condition}`;

/** Every caller that the request may turn out to be: what looks like a token may be a secret, too. */
export const CANDIDATES = {
  key: `WITH candidates (workspace_id, caller) AS (${KEY_CALLERS})`,
  token: `WITH candidates (workspace_id, caller) AS (
    ${KEY_CALLERS} UNION ${tokenCallers("m.id = ?4")} UNION ${tokenCallers("m.email_lower = ?5")})`,
} as const;

const TARGET_COLUMNS = `r.workspace_id AS target_workspace, r.id AS review_id, r.dialect AS dialect, r.version AS version,
  r.is_grouped AS is_grouped`;

/** After CANDIDATES. Primary keys of reviews and review_aliases. ?6 the id that the path names; a native id wins over an equal alias. */
export const TARGETS = `
  SELECT 0 AS rank, ${TARGET_COLUMNS} FROM candidates c
    CROSS JOIN reviews r ON r.workspace_id = c.workspace_id AND r.id = ?6
  UNION ALL
  SELECT 1 AS rank, ${TARGET_COLUMNS} FROM candidates c
    CROSS JOIN review_aliases a ON a.workspace_id = c.workspace_id AND a.external_id = ?6
    CROSS JOIN reviews r ON r.workspace_id = a.workspace_id AND r.id = a.review_id
  ORDER BY rank, review_id DESC`;

/** After CANDIDATES. Index idempotency_key. ?6 key, ?7 method, ?8 path. */
export const ANSWERS = `
  SELECT a.workspace_id AS answer_workspace, a.actor AS caller, a.fingerprint AS fingerprint, a.answer AS answer,
    a.created_at AS created_at
  FROM candidates c CROSS JOIN idempotency a INDEXED BY idempotency_key
    ON a.workspace_id = c.workspace_id AND a.key = ?6 AND a.actor = c.caller AND a.method = ?7 AND a.path = ?8`;

/** Primary key; deleted ones too. */
export const WORKSPACE = `SELECT ${WORKSPACE_COLUMNS} FROM workspaces w WHERE w.id = ?1`;

/** Primary keys. ?1 workspace, ?2 native id or alias. */
export const TARGET_OF_WORKSPACE = `SELECT 0 AS rank, ${TARGET_COLUMNS} FROM reviews r
    WHERE r.workspace_id = ?1 AND r.id = ?2
  UNION ALL
  SELECT 1 AS rank, ${TARGET_COLUMNS} FROM review_aliases a
    CROSS JOIN reviews r ON r.workspace_id = a.workspace_id AND r.id = a.review_id
    WHERE a.workspace_id = ?1 AND a.external_id = ?2
  ORDER BY rank, review_id DESC LIMIT 1`;
