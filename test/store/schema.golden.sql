CREATE UNIQUE INDEX `credentials_by_lookup` ON `credentials` (`lookup`,`secret_digest`,`type`);

CREATE INDEX `deliveries_by_review` ON `deliveries` (`workspace_id`,`review_id`,`endpoint_id`,`position`) WHERE review_id IS NOT NULL;

CREATE INDEX `deliveries_due` ON `deliveries` (`workspace_id`,`endpoint_id`,`next_attempt_at`) WHERE next_attempt_at IS NOT NULL;

CREATE UNIQUE INDEX `idempotency_key` ON `idempotency` (`workspace_id`,`key`,`actor`,`method`,`path`);

CREATE INDEX `identities_by_member` ON `identities` (`workspace_id`,`member_id`);

CREATE INDEX `issuers_by_issuer` ON `issuers` (`issuer`);

CREATE INDEX `members_by_email` ON `members` (`email_lower`,`workspace_id`);

CREATE INDEX `members_by_id` ON `members` (`id`,`workspace_id`);

CREATE UNIQUE INDEX `message_bodies_key` ON `message_bodies` (`workspace_id`,`review_id`,`seq`,`format`);

CREATE INDEX `review_claims_by_end` ON `review_claims` (`until`) WHERE is_test = 0;

CREATE INDEX `reviews_by_assignee` ON `reviews` (`workspace_id`,`assigned_to`,`id`) WHERE assigned_to IS NOT NULL;

CREATE INDEX `reviews_by_due` ON `reviews` (`workspace_id`,`due_at`,`id`) WHERE due_at IS NOT NULL;

CREATE INDEX `reviews_by_priority` ON `reviews` (`workspace_id`,`priority_rank`,`id`);

CREATE INDEX `reviews_by_status` ON `reviews` (`workspace_id`,`dialect`,`status`,`id`);

CREATE INDEX `reviews_by_subject` ON `reviews` (`workspace_id`,`subject_type`,`subject_id`,`id`);

CREATE INDEX `reviews_by_test_timer` ON `reviews` (`workspace_id`,`test_due_at`) WHERE test_due_at IS NOT NULL;

CREATE INDEX `reviews_by_timer` ON `reviews` (`next_due_at`) WHERE next_due_at IS NOT NULL;

CREATE INDEX `reviews_in_line` ON `reviews` (`workspace_id`,`priority_rank`,coalesce(`due_at`, `created_at` + 86400000),`id`) WHERE status IN ('pending', 'in_progress');

CREATE INDEX `reviews_open_by_due` ON `reviews` (`workspace_id`,coalesce(`due_at`, 9000000000000000),`id`) WHERE status IN ('pending', 'in_progress');

CREATE INDEX `sign_ins_by_expiry` ON `sign_ins` (`expires_at`);

CREATE UNIQUE INDEX `subject_bodies_key` ON `subject_bodies` (`workspace_id`,`type`,`id`);

CREATE INDEX `subjects_by_parent` ON `subjects` (`workspace_id`,`type`,`parent_id`,`created_at`) WHERE parent_id IS NOT NULL;

CREATE INDEX `subjects_by_status` ON `subjects` (`workspace_id`,`type`,`status`,`created_at`) WHERE status IS NOT NULL;

CREATE INDEX `subjects_by_time` ON `subjects` (`workspace_id`,`type`,`created_at`,`id`);

CREATE INDEX `webhook_endpoints_active` ON `webhook_endpoints` (`workspace_id`,`id`) WHERE status = 'active' AND origin <> 'callback';

CREATE INDEX `webhook_endpoints_by_test_wake` ON `webhook_endpoints` (`workspace_id`,`test_wake_at`) WHERE test_wake_at IS NOT NULL;

CREATE INDEX `webhook_endpoints_by_wake` ON `webhook_endpoints` (`wake_at`) WHERE wake_at IS NOT NULL;

CREATE INDEX `webhook_endpoints_listed` ON `webhook_endpoints` (`workspace_id`,`created_at`,`id`) WHERE origin <> 'callback';

CREATE TABLE `audit` (
	`workspace_id` text NOT NULL,
	`review_id` text NOT NULL,
	`seq` integer NOT NULL,
	`type` text NOT NULL,
	`at` integer NOT NULL,
	`recorded_at` integer NOT NULL,
	`actor` text NOT NULL,
	`entrance` text NOT NULL,
	`request_id` text NOT NULL,
	`workspace_version` integer NOT NULL,
	`clock` text,
	`data` text NOT NULL,
	`texts_digest` text,
	`hash` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `review_id`, `seq`)
) WITHOUT ROWID;

CREATE TABLE `audit_checkpoints` (
	`workspace_id` text NOT NULL,
	`day` text NOT NULL,
	`position` integer NOT NULL,
	`review_count` integer NOT NULL,
	`digest` text NOT NULL,
	`signature` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `day`)
) WITHOUT ROWID;

CREATE TABLE `counters` (
	`workspace_id` text NOT NULL,
	`name` text NOT NULL,
	`value` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `name`)
) WITHOUT ROWID;

CREATE TABLE `credentials` (
	`workspace_id` text NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`lookup` text NOT NULL,
	`secret_digest` text NOT NULL,
	`role` text,
	`member_id` text,
	`agent` text,
	`workflow` text,
	`scopes` text,
	PRIMARY KEY(`workspace_id`, `name`)
) WITHOUT ROWID;

CREATE TABLE `deliveries` (
	`workspace_id` text NOT NULL,
	`endpoint_id` text NOT NULL,
	`position` integer NOT NULL,
	`own` integer NOT NULL,
	`review_id` text,
	`seq` integer,
	`message_id` text,
	`type` text NOT NULL,
	`status` text NOT NULL,
	`tries` integer NOT NULL,
	`round_at` integer,
	`attempts` text NOT NULL,
	`next_attempt_at` integer,
	`body` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `endpoint_id`, `position`, `own`)
) WITHOUT ROWID;

CREATE TABLE `event_texts` (
	`workspace_id` text NOT NULL,
	`review_id` text NOT NULL,
	`seq` integer NOT NULL,
	`salt` text NOT NULL,
	`texts` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `review_id`, `seq`)
) WITHOUT ROWID;

CREATE TABLE `idempotency` (
	`workspace_id` text NOT NULL,
	`key` text NOT NULL,
	`actor` text NOT NULL,
	`method` text NOT NULL,
	`path` text NOT NULL,
	`fingerprint` text NOT NULL,
	`answer` text NOT NULL,
	`created_at` integer NOT NULL
);

CREATE TABLE `identities` (
	`workspace_id` text NOT NULL,
	`digest` text NOT NULL,
	`member_id` text NOT NULL,
	`email` text NOT NULL,
	`salt` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `digest`)
) WITHOUT ROWID;

CREATE TABLE `issuers` (
	`workspace_id` text NOT NULL,
	`position` integer NOT NULL,
	`issuer` text NOT NULL,
	`audience` text NOT NULL,
	`jwks_url` text,
	`jwks` text,
	`secret_name` text,
	PRIMARY KEY(`workspace_id`, `position`)
) WITHOUT ROWID;

CREATE TABLE `members` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`position` integer NOT NULL,
	`email` text NOT NULL,
	`email_lower` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`groups` text NOT NULL,
	`slack_id` text NOT NULL,
	`active` integer NOT NULL,
	`identity` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`)
) WITHOUT ROWID;

CREATE TABLE `message_bodies` (
	`workspace_id` text NOT NULL,
	`review_id` text NOT NULL,
	`seq` integer NOT NULL,
	`format` text NOT NULL,
	`body` text NOT NULL,
	`created_at` integer NOT NULL
);

CREATE TABLE `metric_cursors` (
	`workspace_id` text PRIMARY KEY NOT NULL,
	`position` integer NOT NULL
) WITHOUT ROWID;

CREATE TABLE `metric_open` (
	`workspace_id` text NOT NULL,
	`dialect` text NOT NULL,
	`opened_at` integer NOT NULL,
	`review_id` text NOT NULL,
	`status` text NOT NULL,
	`priority` text NOT NULL,
	`sla_status` text,
	`is_touched` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `dialect`, `opened_at`, `review_id`)
) WITHOUT ROWID;

CREATE TABLE `metric_spans` (
	`workspace_id` text NOT NULL,
	`width` integer NOT NULL,
	`start` integer NOT NULL,
	`dialect` text NOT NULL,
	`counts` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `width`, `start`, `dialect`)
) WITHOUT ROWID;

CREATE TABLE `outbox` (
	`workspace_id` text NOT NULL,
	`position` integer NOT NULL,
	`review_id` text NOT NULL,
	`seq` integer NOT NULL,
	`type` text NOT NULL,
	`created_at` integer NOT NULL,
	`snapshot` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `position`)
) WITHOUT ROWID;

CREATE TABLE `review_aliases` (
	`workspace_id` text NOT NULL,
	`external_id` text NOT NULL,
	`namespace` text NOT NULL,
	`review_id` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `external_id`, `namespace`)
) WITHOUT ROWID;

CREATE TABLE `review_claims` (
	`workspace_id` text NOT NULL,
	`review_id` text NOT NULL,
	`member_id` text NOT NULL,
	`member_name` text NOT NULL,
	`until` integer NOT NULL,
	`is_test` integer NOT NULL,
	`token` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `review_id`)
) WITHOUT ROWID;

CREATE TABLE `review_readers` (
	`workspace_id` text NOT NULL,
	`principal` text NOT NULL,
	`review_id` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `principal`, `review_id`)
) WITHOUT ROWID;

CREATE TABLE `reviews` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`dialect` text NOT NULL,
	`status` text NOT NULL,
	`version` integer NOT NULL,
	`priority_rank` integer NOT NULL,
	`subject_type` text NOT NULL,
	`subject_id` text NOT NULL,
	`is_grouped` integer NOT NULL,
	`assigned_to` text,
	`sla_status` text,
	`created_at` integer NOT NULL,
	`due_at` integer,
	`next_due_at` integer,
	`test_due_at` integer,
	`head_hash` text NOT NULL,
	`text_count` integer NOT NULL,
	`state` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`)
) WITHOUT ROWID;

CREATE TABLE `sign_ins` (
	`digest` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`kind` text NOT NULL,
	`member_id` text NOT NULL,
	`identity` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
) WITHOUT ROWID;

CREATE TABLE `subject_bodies` (
	`workspace_id` text NOT NULL,
	`type` text NOT NULL,
	`id` text NOT NULL,
	`body` text NOT NULL
);

CREATE TABLE `subjects` (
	`workspace_id` text NOT NULL,
	`type` text NOT NULL,
	`id` text NOT NULL,
	`parent_id` text,
	`status` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `type`, `id`)
) WITHOUT ROWID;

CREATE TABLE `webhook_endpoints` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`origin` text NOT NULL,
	`url` text NOT NULL,
	`format` text NOT NULL,
	`events` text NOT NULL,
	`description` text NOT NULL,
	`username` text,
	`status` text NOT NULL,
	`disabled_reason` text,
	`definition` text,
	`cursor` integer NOT NULL,
	`secret` text,
	`password` text,
	`old_secret` text,
	`old_secret_until` integer,
	`failing_since` integer,
	`wake_at` integer,
	`test_wake_at` integer,
	`own_count` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`)
) WITHOUT ROWID;

CREATE TABLE `workspace_secrets` (
	`workspace_id` text NOT NULL,
	`name` text NOT NULL,
	`sealed` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `name`)
) WITHOUT ROWID;

CREATE TABLE `workspace_versions` (
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL,
	`document` text NOT NULL,
	`applied_by` text NOT NULL,
	`applied_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `version`)
);

CREATE TABLE `workspaces` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`organization_id` text,
	`signing_key` text NOT NULL,
	`test_now` integer,
	`created_at` integer NOT NULL,
	`deleted_at` integer
, `listening_until` integer DEFAULT 0 NOT NULL, `rate_limits` text) WITHOUT ROWID;

CREATE TRIGGER `audit_no_delete` BEFORE DELETE ON `audit`
BEGIN SELECT RAISE(ABORT, 'audit_append_only'); END;

CREATE TRIGGER `audit_no_replace` BEFORE INSERT ON `audit`
WHEN EXISTS (SELECT 1 FROM `audit` WHERE `workspace_id` = NEW.`workspace_id` AND `review_id` = NEW.`review_id` AND `seq` = NEW.`seq`)
BEGIN SELECT RAISE(ABORT, 'audit_conflict'); END;

CREATE TRIGGER `audit_no_update` BEFORE UPDATE ON `audit`
BEGIN SELECT RAISE(ABORT, 'audit_append_only'); END;

CREATE TRIGGER `event_texts_erased` AFTER DELETE ON `event_texts`
BEGIN
  DELETE FROM `message_bodies` WHERE `workspace_id` = OLD.`workspace_id` AND `review_id` = OLD.`review_id`;
END;

CREATE TRIGGER `outbox_to_callback` AFTER INSERT ON `outbox`
WHEN EXISTS (SELECT 1 FROM `webhook_endpoints` WHERE `workspace_id` = NEW.`workspace_id`
  AND `id` = 'callback:' || NEW.`review_id` AND `status` = 'active')
BEGIN
  INSERT INTO `deliveries` (`workspace_id`, `endpoint_id`, `position`, `own`, `review_id`, `seq`, `type`, `status`, `tries`,
    `attempts`, `next_attempt_at`, `created_at`)
  VALUES (NEW.`workspace_id`, 'callback:' || NEW.`review_id`, NEW.`position`, 0, NEW.`review_id`, NEW.`seq`,
    'review.' || NEW.`type`, 'pending', 0, '[]',
    CASE WHEN EXISTS (SELECT 1 FROM `deliveries` WHERE `workspace_id` = NEW.`workspace_id` AND `review_id` = NEW.`review_id`
      AND `endpoint_id` = 'callback:' || NEW.`review_id` AND `status` = 'pending') THEN NULL ELSE NEW.`created_at` END,
    NEW.`created_at`);
  UPDATE `webhook_endpoints` SET
    `wake_at` = CASE WHEN (SELECT `test_now` FROM `workspaces` WHERE `id` = NEW.`workspace_id`) IS NULL
      THEN MIN(COALESCE(`wake_at`, NEW.`created_at`), NEW.`created_at`) END,
    `test_wake_at` = CASE WHEN (SELECT `test_now` FROM `workspaces` WHERE `id` = NEW.`workspace_id`) IS NOT NULL
      THEN MIN(COALESCE(`test_wake_at`, NEW.`created_at`), NEW.`created_at`) END
  WHERE `workspace_id` = NEW.`workspace_id` AND `id` = 'callback:' || NEW.`review_id`;
END;

CREATE TRIGGER `review_claims_by_clock` AFTER UPDATE OF `test_now` ON `workspaces`
BEGIN
  DELETE FROM `review_claims` WHERE `workspace_id` = NEW.`id` AND `until` <= NEW.`test_now`;
END;

CREATE TRIGGER `review_claims_end` AFTER UPDATE OF `status` ON `reviews` WHEN NEW.`status` NOT IN ('pending', 'in_progress')
BEGIN
  DELETE FROM `review_claims` WHERE `workspace_id` = NEW.`workspace_id` AND `review_id` = NEW.`id`;
END;

CREATE TRIGGER `review_claims_of_deleted` AFTER UPDATE OF `deleted_at` ON `workspaces` WHEN NEW.`deleted_at` IS NOT NULL
BEGIN
  DELETE FROM `review_claims` WHERE `workspace_id` = NEW.`id`;
END;

CREATE TRIGGER `review_claims_renew` AFTER INSERT ON `audit`
WHEN EXISTS (SELECT 1 FROM `review_claims` WHERE `workspace_id` = NEW.`workspace_id` AND `review_id` = NEW.`review_id`)
BEGIN
  UPDATE `review_claims` SET `until` = NEW.`recorded_at` + 600000
  WHERE `workspace_id` = NEW.`workspace_id` AND `review_id` = NEW.`review_id` AND `until` > NEW.`recorded_at`
    AND NEW.`actor` ->> '$.kind' = 'member' AND `member_id` = NEW.`actor` ->> '$.id';
END;

CREATE TRIGGER `reviews_count_insert` AFTER INSERT ON `reviews`
BEGIN
  INSERT INTO `counters` (`workspace_id`, `name`, `value`)
  VALUES (NEW.`workspace_id`, 'reviews:' || NEW.`dialect` || ':' || NEW.`status`, 1)
  ON CONFLICT (`workspace_id`, `name`) DO UPDATE SET `value` = `value` + 1;
END;

CREATE TRIGGER `reviews_count_status` AFTER UPDATE OF `status` ON `reviews` WHEN OLD.`status` <> NEW.`status`
BEGIN
  UPDATE `counters` SET `value` = `value` - 1
  WHERE `workspace_id` = OLD.`workspace_id` AND `name` = 'reviews:' || OLD.`dialect` || ':' || OLD.`status`;
  INSERT INTO `counters` (`workspace_id`, `name`, `value`)
  VALUES (NEW.`workspace_id`, 'reviews:' || NEW.`dialect` || ':' || NEW.`status`, 1)
  ON CONFLICT (`workspace_id`, `name`) DO UPDATE SET `value` = `value` + 1;
END;

CREATE TRIGGER `reviews_load_add` AFTER UPDATE OF `assigned_to`, `status` ON `reviews`
WHEN NEW.`assigned_to` IS NOT NULL AND NEW.`status` IN ('pending', 'in_progress')
  AND (OLD.`assigned_to` IS NOT NEW.`assigned_to` OR OLD.`status` NOT IN ('pending', 'in_progress'))
BEGIN
  INSERT INTO `counters` (`workspace_id`, `name`, `value`) VALUES (NEW.`workspace_id`, 'load:' || NEW.`assigned_to`, 1)
  ON CONFLICT (`workspace_id`, `name`) DO UPDATE SET `value` = `value` + 1;
END;

CREATE TRIGGER `reviews_load_drop` AFTER UPDATE OF `assigned_to`, `status` ON `reviews`
WHEN OLD.`assigned_to` IS NOT NULL AND OLD.`status` IN ('pending', 'in_progress')
  AND (OLD.`assigned_to` IS NOT NEW.`assigned_to` OR NEW.`status` NOT IN ('pending', 'in_progress'))
BEGIN
  UPDATE `counters` SET `value` = `value` - 1
  WHERE `workspace_id` = OLD.`workspace_id` AND `name` = 'load:' || OLD.`assigned_to`;
END;

CREATE TRIGGER `reviews_load_insert` AFTER INSERT ON `reviews`
WHEN NEW.`assigned_to` IS NOT NULL AND NEW.`status` IN ('pending', 'in_progress')
BEGIN
  INSERT INTO `counters` (`workspace_id`, `name`, `value`) VALUES (NEW.`workspace_id`, 'load:' || NEW.`assigned_to`, 1)
  ON CONFLICT (`workspace_id`, `name`) DO UPDATE SET `value` = `value` + 1;
END;

CREATE TRIGGER `webhook_endpoints_disabled` AFTER UPDATE OF `status` ON `webhook_endpoints` WHEN OLD.`status` <> NEW.`status`
BEGIN
  UPDATE `deliveries` SET `status` = 'failed', `next_attempt_at` = NULL
  WHERE `workspace_id` = NEW.`workspace_id` AND `endpoint_id` = NEW.`id` AND `status` IN ('pending', 'requeued');
  -- One that comes back begins with what happens from then on.
  UPDATE `webhook_endpoints` SET `failing_since` = NULL, `wake_at` = NULL, `test_wake_at` = NULL,
    `cursor` = COALESCE((SELECT MAX(`position`) FROM `outbox` WHERE `workspace_id` = NEW.`workspace_id`), 0)
  WHERE `workspace_id` = NEW.`workspace_id` AND `id` = NEW.`id`;
END;

CREATE TRIGGER `webhook_endpoints_gone` AFTER DELETE ON `webhook_endpoints`
BEGIN
  UPDATE `deliveries` SET `status` = 'failed', `next_attempt_at` = NULL
  WHERE `workspace_id` = OLD.`workspace_id` AND `endpoint_id` = OLD.`id` AND `status` IN ('pending', 'requeued');
END;

CREATE TRIGGER `webhook_endpoints_of_document` AFTER INSERT ON `workspace_versions`
BEGIN
  DELETE FROM `webhook_endpoints` WHERE `workspace_id` = NEW.`workspace_id` AND `origin` = 'document'
    AND `id` NOT IN (SELECT `value`->>'$.id' FROM json_each(NEW.`document`, '$.webhooks'));
  INSERT INTO `webhook_endpoints` (`workspace_id`, `id`, `origin`, `url`, `format`, `events`, `description`, `username`,
    `status`, `disabled_reason`, `definition`, `cursor`, `own_count`, `created_at`, `updated_at`)
  SELECT NEW.`workspace_id`, `value`->>'$.id', 'document', `value`->>'$.url', COALESCE(`value`->>'$.format', 'standard'),
    `value`->'$.events', COALESCE(`value`->>'$.description', ''), `value`->>'$.auth.username',
    CASE WHEN COALESCE(`value`->>'$.active', 1) THEN 'active' ELSE 'disabled' END,
    CASE WHEN COALESCE(`value`->>'$.active', 1) THEN NULL ELSE 'inactive' END,
    `value`,
    COALESCE((SELECT MAX(`position`) FROM `outbox` WHERE `workspace_id` = NEW.`workspace_id`), 0), 0,
    COALESCE((SELECT `test_now` FROM `workspaces` WHERE `id` = NEW.`workspace_id`), NEW.`applied_at`),
    COALESCE((SELECT `test_now` FROM `workspaces` WHERE `id` = NEW.`workspace_id`), NEW.`applied_at`)
  FROM json_each(NEW.`document`, '$.webhooks') WHERE true
  ON CONFLICT (`workspace_id`, `id`) DO UPDATE SET `origin` = 'document', `url` = excluded.`url`,
    `format` = excluded.`format`, `events` = excluded.`events`, `description` = excluded.`description`,
    `username` = excluded.`username`, `status` = excluded.`status`, `disabled_reason` = excluded.`disabled_reason`,
    `definition` = excluded.`definition`, `secret` = NULL, `password` = NULL, `failing_since` = NULL,
    `updated_at` = excluded.`updated_at`
    WHERE `definition` IS NOT excluded.`definition`;
END;

CREATE TRIGGER `workspace_versions_no_delete` BEFORE DELETE ON `workspace_versions`
BEGIN SELECT RAISE(ABORT, 'workspace_versions_append_only'); END;

CREATE TRIGGER `workspace_versions_no_replace` BEFORE INSERT ON `workspace_versions`
WHEN EXISTS (SELECT 1 FROM `workspace_versions` WHERE `workspace_id` = NEW.`workspace_id` AND `version` = NEW.`version`)
BEGIN SELECT RAISE(ABORT, 'workspace_version_conflict'); END;

CREATE TRIGGER `workspace_versions_no_update` BEFORE UPDATE ON `workspace_versions`
BEGIN SELECT RAISE(ABORT, 'workspace_versions_append_only'); END;
