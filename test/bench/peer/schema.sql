-- The peer's database: the same facts as the service keeps of a group vote, as somebody would model them in PostgreSQL.
CREATE TABLE credentials (
  digest bytea PRIMARY KEY,
  workspace_id text NOT NULL,
  member_id text NOT NULL
);
CREATE TABLE members (
  workspace_id text NOT NULL,
  id text NOT NULL,
  email text NOT NULL,
  name text NOT NULL,
  groups text[] NOT NULL,
  active boolean NOT NULL DEFAULT true,
  PRIMARY KEY (workspace_id, id)
);
CREATE TABLE reviews (
  workspace_id text NOT NULL,
  id uuid NOT NULL,
  owner_id text NOT NULL,
  status text NOT NULL,
  version integer NOT NULL,
  head bytea NOT NULL,
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX reviews_by_status ON reviews (workspace_id, status, created_at DESC);
CREATE TABLE review_groups (
  workspace_id text NOT NULL,
  review_id uuid NOT NULL,
  name text NOT NULL,
  status text NOT NULL,
  reviewed_by text,
  reviewed_at timestamptz,
  PRIMARY KEY (workspace_id, review_id, name)
);
CREATE TABLE audit (
  workspace_id text NOT NULL,
  review_id uuid NOT NULL,
  seq integer NOT NULL,
  at timestamptz NOT NULL,
  event jsonb NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (workspace_id, review_id, seq)
);
CREATE TABLE outbox (
  workspace_id text NOT NULL,
  position bigint GENERATED ALWAYS AS IDENTITY,
  review_id uuid NOT NULL,
  seq integer NOT NULL,
  at timestamptz NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (workspace_id, position)
);
