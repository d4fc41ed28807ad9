// The database schema: drizzle owns names and types and drafts migrations; WITHOUT ROWID, triggers and partial
// indexes are edited in by hand and held by the golden-schema test. What each table is for: docs/storage.md.

import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

const workspaceId = text("workspace_id").notNull();

export const workspaces = sqliteTable("workspaces", {
  id: text("id").primaryKey(),
  version: integer("version").notNull(),
  organizationId: text("organization_id"),
  /** Random key of this workspace for tokens that are derived and never stored. */
  signingKey: text("signing_key").notNull(),
  /** Now of a test-clock workspace, ms; null: real time. */
  testNow: integer("test_now"),
  createdAt: integer("created_at").notNull(),
  deletedAt: integer("deleted_at"),
  /** Until then somebody waits for the workspace's next event (real time): each commit tells them. */
  listeningUntil: integer("listening_until").notNull().default(0),
  /** The document's `rateLimits` as JSON; null: none. Read with every credential, so that no limit costs no look-up. */
  rateLimits: text("rate_limits"),
});

/** Append-only: every document ever applied, without its secrets, with who applied it. `null` is the tombstone. */
export const workspaceVersions = sqliteTable(
  "workspace_versions",
  {
    workspaceId,
    version: integer("version").notNull(),
    document: text("document").notNull(),
    appliedBy: text("applied_by").notNull(),
    appliedAt: integer("applied_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.version] })],
);

export const members = sqliteTable(
  "members",
  {
    workspaceId,
    id: text("id").notNull(),
    /** Place in the document: ties are broken in document order. */
    position: integer("position").notNull(),
    email: text("email").notNull(),
    emailLower: text("email_lower").notNull(),
    name: text("name").notNull(),
    role: text("role").notNull(),
    groups: text("groups").notNull(),
    slackId: text("slack_id").notNull(),
    active: integer("active").notNull(),
    identity: text("identity").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    // Tokens name a member before they name a workspace.
    index("members_by_id").on(table.id, table.workspaceId),
    index("members_by_email").on(table.emailLower, table.workspaceId),
  ],
);

/** E-mail addresses that the audit trail knows by digest only; erasing a row erases the address everywhere. */
export const identities = sqliteTable(
  "identities",
  {
    workspaceId,
    digest: text("digest").notNull(),
    memberId: text("member_id").notNull(),
    email: text("email").notNull(),
    salt: text("salt").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.digest] }),
    index("identities_by_member").on(table.workspaceId, table.memberId),
  ],
);

/** `lookup`: beginning of the digest of a bearer secret, or the token of a Basic pair. */
export const credentials = sqliteTable(
  "credentials",
  {
    workspaceId,
    name: text("name").notNull(),
    type: text("type").notNull(),
    lookup: text("lookup").notNull(),
    /** Keyed SHA-256 of the secret, hex, with the id of the pepper: `<key id>:<digest>`. */
    secretDigest: text("secret_digest").notNull(),
    role: text("role"),
    memberId: text("member_id"),
    agent: text("agent"),
    workflow: text("workflow"),
    scopes: text("scopes"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.name] }),
    // The same secret, or the same pair, belongs to one workspace only.
    uniqueIndex("credentials_by_lookup").on(table.lookup, table.secretDigest, table.type),
  ],
);

export const issuers = sqliteTable(
  "issuers",
  {
    workspaceId,
    position: integer("position").notNull(),
    issuer: text("issuer").notNull(),
    audience: text("audience").notNull(),
    jwksUrl: text("jwks_url"),
    jwks: text("jwks"),
    /** Name of the sealed secret in workspace_secrets. */
    secretName: text("secret_name"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.position] }),
    index("issuers_by_issuer").on(table.issuer),
  ],
);

/** Secrets that must be used in the clear, sealed (AES-GCM). Of the version in force only: no old secret is kept. */
export const workspaceSecrets = sqliteTable(
  "workspace_secrets",
  {
    workspaceId,
    /** What it is for: `issuer:…` or `webhook:…`. */
    name: text("name").notNull(),
    sealed: text("sealed").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.name] })],
);

/** Current truth, one row a review. `state` is the review without free text; the columns are what queries need. */
export const reviews = sqliteTable(
  "reviews",
  {
    workspaceId,
    id: text("id").notNull(),
    dialect: text("dialect").notNull(),
    status: text("status").notNull(),
    version: integer("version").notNull(),
    /** 0 is the most pressing. */
    priorityRank: integer("priority_rank").notNull(),
    subjectType: text("subject_type").notNull(),
    subjectId: text("subject_id").notNull(),
    /** 1 where votes of several people meet: they are put in order by the review's object. */
    isGrouped: integer("is_grouped").notNull(),
    assignedTo: text("assigned_to"),
    slaStatus: text("sla_status"),
    createdAt: integer("created_at").notNull(),
    dueAt: integer("due_at"),
    /** Earliest timer by real time; exactly one of the two is set when anything is. */
    nextDueAt: integer("next_due_at"),
    /** The same on a test-clock workspace. */
    testDueAt: integer("test_due_at"),
    headHash: text("head_hash").notNull(),
    /** Events that have free text. */
    textCount: integer("text_count").notNull(),
    state: text("state").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index("reviews_by_status").on(table.workspaceId, table.dialect, table.status, table.id),
    index("reviews_by_subject").on(table.workspaceId, table.subjectType, table.subjectId, table.id),
    index("reviews_by_priority").on(table.workspaceId, table.priorityRank, table.id),
    // Open reviews in the order in which they are given out; the expression is that of claims-sql.ts, to the letter.
    index("reviews_in_line")
      .on(table.workspaceId, table.priorityRank, sql`coalesce(due_at, created_at + 86400000)`, table.id)
      .where(sql`status IN ('pending', 'in_progress')`),
    // The expression is that of queries/review-streams.ts, to the letter.
    index("reviews_open_by_due")
      .on(table.workspaceId, sql`coalesce(due_at, 9000000000000000)`, table.id)
      .where(sql`status IN ('pending', 'in_progress')`),
    index("reviews_by_due").on(table.workspaceId, table.dueAt, table.id).where(sql`due_at IS NOT NULL`),
    index("reviews_by_assignee").on(table.workspaceId, table.assignedTo, table.id).where(sql`assigned_to IS NOT NULL`),
    index("reviews_by_timer").on(table.nextDueAt).where(sql`next_due_at IS NOT NULL`),
    index("reviews_by_test_timer").on(table.workspaceId, table.testDueAt).where(sql`test_due_at IS NOT NULL`),
  ],
);

/** Append-only, hash-chained per review; its key is the lock of every commit. */
export const audit = sqliteTable(
  "audit",
  {
    workspaceId,
    reviewId: text("review_id").notNull(),
    seq: integer("seq").notNull(),
    type: text("type").notNull(),
    at: integer("at").notNull(),
    recordedAt: integer("recorded_at").notNull(),
    actor: text("actor").notNull(),
    entrance: text("entrance").notNull(),
    requestId: text("request_id").notNull(),
    workspaceVersion: integer("workspace_version").notNull(),
    clock: text("clock"),
    data: text("data").notNull(),
    textsDigest: text("texts_digest"),
    hash: text("hash").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.reviewId, table.seq] })],
);

/** Free text and personal data of one event, with the salt of its digest. Erasable. */
export const eventTexts = sqliteTable(
  "event_texts",
  {
    workspaceId,
    reviewId: text("review_id").notNull(),
    seq: integer("seq").notNull(),
    salt: text("salt").notNull(),
    texts: text("texts").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.reviewId, table.seq] })],
);

/** The workspace's stream of messages; `snapshot` is the review right after the event, without free text. */
export const outbox = sqliteTable(
  "outbox",
  {
    workspaceId,
    position: integer("position").notNull(),
    reviewId: text("review_id").notNull(),
    seq: integer("seq").notNull(),
    type: text("type").notNull(),
    createdAt: integer("created_at").notNull(),
    snapshot: text("snapshot").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.position] })],
);

/** Ids that dialects gave a review, and the things it is found by. */
export const reviewAliases = sqliteTable(
  "review_aliases",
  {
    workspaceId,
    externalId: text("external_id").notNull(),
    namespace: text("namespace").notNull(),
    reviewId: text("review_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.externalId, table.namespace] })],
);

/** Who may see a review that not everybody may: `member:<id>`, `service:<name>` or `group:<name>`. */
export const reviewReaders = sqliteTable(
  "review_readers",
  {
    workspaceId,
    principal: text("principal").notNull(),
    reviewId: text("review_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.principal, table.reviewId] })],
);

/** What reviews hang on. A dialect owns the meaning of its types, statuses and parents. */
export const subjects = sqliteTable(
  "subjects",
  {
    workspaceId,
    type: text("type").notNull(),
    id: text("id").notNull(),
    parentId: text("parent_id"),
    status: text("status"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.type, table.id] }),
    index("subjects_by_time").on(table.workspaceId, table.type, table.createdAt, table.id),
    index("subjects_by_parent")
      .on(table.workspaceId, table.type, table.parentId, table.createdAt)
      .where(sql`parent_id IS NOT NULL`),
    index("subjects_by_status")
      .on(table.workspaceId, table.type, table.status, table.createdAt)
      .where(sql`status IS NOT NULL`),
  ],
);

export const subjectBodies = sqliteTable(
  "subject_bodies",
  {
    workspaceId,
    type: text("type").notNull(),
    id: text("id").notNull(),
    body: text("body").notNull(),
  },
  (table) => [uniqueIndex("subject_bodies_key").on(table.workspaceId, table.type, table.id)],
);

/** Kept by triggers: `reviews:<dialect>:<status>`, and `load:<member id>`: open reviews assigned to them. */
export const counters = sqliteTable(
  "counters",
  {
    workspaceId,
    name: text("name").notNull(),
    value: integer("value").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.name] })],
);

/** Answers under idempotency keys, 24 h. */
export const idempotency = sqliteTable(
  "idempotency",
  {
    workspaceId,
    key: text("key").notNull(),
    actor: text("actor").notNull(),
    method: text("method").notNull(),
    path: text("path").notNull(),
    fingerprint: text("fingerprint").notNull(),
    answer: text("answer").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [uniqueIndex("idempotency_key").on(table.workspaceId, table.key, table.actor, table.method, table.path)],
);

/** Signed daily heads of the audit chains. */
export const auditCheckpoints = sqliteTable(
  "audit_checkpoints",
  {
    workspaceId,
    /** UTC day, `YYYY-MM-DD`. */
    day: text("day").notNull(),
    /** Outbox position that the checkpoint covers. */
    position: integer("position").notNull(),
    reviewCount: integer("review_count").notNull(),
    /** SHA-256 over the heads, chained to the checkpoint before. */
    digest: text("digest").notNull(),
    signature: text("signature").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.day] })],
);

/**
 * Receivers of messages: of the workspace document, made through the API, or the callback of one review
 * (`callback:<review id>`). `cursor`: outbox position up to which messages have become deliveries.
 */
export const webhookEndpoints = sqliteTable(
  "webhook_endpoints",
  {
    workspaceId,
    id: text("id").notNull(),
    /** `document`, `api` or `callback`. */
    origin: text("origin").notNull(),
    url: text("url").notNull(),
    format: text("format").notNull(),
    /** JSON array of types, or of `*`. */
    events: text("events").notNull(),
    description: text("description").notNull(),
    /** User name where the receiver asks for a password instead of a signature. */
    username: text("username"),
    status: text("status").notNull(),
    disabledReason: text("disabled_reason"),
    /** The document's entry that made it; null once the API has changed it, so that the next apply replaces it. */
    definition: text("definition"),
    cursor: integer("cursor").notNull(),
    /** Sealed; null: it stands in workspace_secrets under the endpoint's name, or there is none. */
    secret: text("secret"),
    password: text("password"),
    /** Signs beside the new one until then. */
    oldSecret: text("old_secret"),
    oldSecretUntil: integer("old_secret_until"),
    /** First failed attempt since the last success. */
    failingSince: integer("failing_since"),
    /** Earliest instant at which something of it is due; on a clock of its own in the second column. */
    wakeAt: integer("wake_at"),
    testWakeAt: integer("test_wake_at"),
    /** Messages about endpoints so far: their numbers. */
    ownCount: integer("own_count").notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index("webhook_endpoints_listed").on(table.workspaceId, table.createdAt, table.id).where(sql`origin <> 'callback'`),
    index("webhook_endpoints_active")
      .on(table.workspaceId, table.id)
      .where(sql`status = 'active' AND origin <> 'callback'`),
    index("webhook_endpoints_by_wake").on(table.wakeAt).where(sql`wake_at IS NOT NULL`),
    index("webhook_endpoints_by_test_wake")
      .on(table.workspaceId, table.testWakeAt)
      .where(sql`test_wake_at IS NOT NULL`),
  ],
);

/**
 * One message on its way to one endpoint. Of a review's waiting ones only the first has `next_attempt_at`: the others
 * wait for it. `requeued`: the cursor has gone back and will bring it again. `own` is 0 for what stands in the outbox, else the number of a message about endpoints.
 */
export const deliveries = sqliteTable(
  "deliveries",
  {
    workspaceId,
    endpointId: text("endpoint_id").notNull(),
    position: integer("position").notNull(),
    own: integer("own").notNull(),
    reviewId: text("review_id"),
    seq: integer("seq"),
    /** Set for a message about endpoints; else `<review id>:<seq>`. */
    messageId: text("message_id"),
    /** In the words of the endpoint's format. */
    type: text("type").notNull(),
    status: text("status").notNull(),
    /** Attempts of this round: a replay begins another. */
    tries: integer("tries").notNull(),
    /** First attempt of this round. */
    roundAt: integer("round_at"),
    /** JSON array, of all rounds. */
    attempts: text("attempts").notNull(),
    nextAttemptAt: integer("next_attempt_at"),
    /** Of a message about endpoints. */
    body: text("body"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.endpointId, table.position, table.own] }),
    index("deliveries_by_review")
      .on(table.workspaceId, table.reviewId, table.endpointId, table.position)
      .where(sql`review_id IS NOT NULL`),
    index("deliveries_due")
      .on(table.workspaceId, table.endpointId, table.nextAttemptAt)
      .where(sql`next_attempt_at IS NOT NULL`),
  ],
);

/** What was signed and sent: rendered once per message and format, shared by its endpoints. Goes with erased texts. */
export const messageBodies = sqliteTable(
  "message_bodies",
  {
    workspaceId,
    reviewId: text("review_id").notNull(),
    seq: integer("seq").notNull(),
    format: text("format").notNull(),
    body: text("body").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [uniqueIndex("message_bodies_key").on(table.workspaceId, table.reviewId, table.seq, table.format)],
);

/** Who works on a review until when: a lease beside it, and no part of it. Triggers renew it and end it. */
export const reviewClaims = sqliteTable(
  "review_claims",
  {
    workspaceId,
    reviewId: text("review_id").notNull(),
    memberId: text("member_id").notNull(),
    memberName: text("member_name").notNull(),
    /** By the workspace's clock. */
    until: integer("until").notNull(),
    /** 1 where that is a test clock: such leases end when it moves, not when Cron comes by. */
    isTest: integer("is_test").notNull(),
    /** Which request took it: several may try the same reviews at once. */
    token: text("token").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.reviewId] }),
    index("review_claims_by_end").on(table.until).where(sql`is_test = 0`),
  ],
);

/** Stream position up to which events are counted in the figures. Moving it is the lock of each step. */
export const metricCursors = sqliteTable("metric_cursors", {
  workspaceId: text("workspace_id").primaryKey(),
  position: integer("position").notNull(),
});

/** Reviews that are open as far as the figures have counted. */
export const metricOpen = sqliteTable(
  "metric_open",
  {
    workspaceId,
    dialect: text("dialect").notNull(),
    openedAt: integer("opened_at").notNull(),
    reviewId: text("review_id").notNull(),
    status: text("status").notNull(),
    priority: text("priority").notNull(),
    slaStatus: text("sla_status"),
    isTouched: integer("is_touched").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.dialect, table.openedAt, table.reviewId] })],
);

/** Counts of one span of time, `width` ms from `start`; width 0: what is open now. */
export const metricSpans = sqliteTable(
  "metric_spans",
  {
    workspaceId,
    width: integer("width").notNull(),
    start: integer("start").notNull(),
    dialect: text("dialect").notNull(),
    /** JSON object: count by name. */
    counts: text("counts").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.width, table.start, table.dialect] })],
);

/** Sessions of the desk and one-time links to it. Ended ones go with Cron. */
export const signIns = sqliteTable(
  "sign_ins",
  {
    /** SHA-256 (hex) of a random token that is stored nowhere. */
    digest: text("digest").primaryKey(),
    workspaceId,
    /** `session` or `link`. */
    kind: text("kind").notNull(),
    memberId: text("member_id").notNull(),
    /** The member's as it was then: whoever has the id later is somebody else. */
    identity: text("identity").notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("sign_ins_by_expiry").on(table.expiresAt)],
);
