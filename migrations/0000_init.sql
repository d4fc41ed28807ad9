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
--> statement-breakpoint
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
--> statement-breakpoint
CREATE TABLE `counters` (
	`workspace_id` text NOT NULL,
	`name` text NOT NULL,
	`value` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `name`)
) WITHOUT ROWID;
--> statement-breakpoint
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
--> statement-breakpoint
CREATE UNIQUE INDEX `credentials_by_lookup` ON `credentials` (`lookup`,`secret_digest`,`type`);--> statement-breakpoint
CREATE TABLE `event_texts` (
	`workspace_id` text NOT NULL,
	`review_id` text NOT NULL,
	`seq` integer NOT NULL,
	`salt` text NOT NULL,
	`texts` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `review_id`, `seq`)
) WITHOUT ROWID;
--> statement-breakpoint
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
--> statement-breakpoint
CREATE UNIQUE INDEX `idempotency_key` ON `idempotency` (`workspace_id`,`key`,`actor`,`method`,`path`);--> statement-breakpoint
CREATE TABLE `identities` (
	`workspace_id` text NOT NULL,
	`digest` text NOT NULL,
	`member_id` text NOT NULL,
	`email` text NOT NULL,
	`salt` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `digest`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `identities_by_member` ON `identities` (`workspace_id`,`member_id`);--> statement-breakpoint
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
--> statement-breakpoint
CREATE INDEX `issuers_by_issuer` ON `issuers` (`issuer`);--> statement-breakpoint
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
--> statement-breakpoint
CREATE INDEX `members_by_id` ON `members` (`id`,`workspace_id`);--> statement-breakpoint
CREATE INDEX `members_by_email` ON `members` (`email_lower`,`workspace_id`);--> statement-breakpoint
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
--> statement-breakpoint
CREATE TABLE `review_aliases` (
	`workspace_id` text NOT NULL,
	`external_id` text NOT NULL,
	`namespace` text NOT NULL,
	`review_id` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `external_id`, `namespace`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `review_readers` (
	`workspace_id` text NOT NULL,
	`principal` text NOT NULL,
	`review_id` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `principal`, `review_id`)
) WITHOUT ROWID;
--> statement-breakpoint
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
--> statement-breakpoint
CREATE INDEX `reviews_by_status` ON `reviews` (`workspace_id`,`dialect`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `reviews_by_subject` ON `reviews` (`workspace_id`,`subject_type`,`subject_id`,`id`);--> statement-breakpoint
CREATE INDEX `reviews_by_priority` ON `reviews` (`workspace_id`,`priority_rank`,`id`);--> statement-breakpoint
CREATE INDEX `reviews_by_due` ON `reviews` (`workspace_id`,`due_at`,`id`) WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `reviews_by_assignee` ON `reviews` (`workspace_id`,`assigned_to`,`id`) WHERE assigned_to IS NOT NULL;--> statement-breakpoint
CREATE INDEX `reviews_by_timer` ON `reviews` (`next_due_at`) WHERE next_due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `reviews_by_test_timer` ON `reviews` (`workspace_id`,`test_due_at`) WHERE test_due_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `subject_bodies` (
	`workspace_id` text NOT NULL,
	`type` text NOT NULL,
	`id` text NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `subject_bodies_key` ON `subject_bodies` (`workspace_id`,`type`,`id`);--> statement-breakpoint
CREATE TABLE `subjects` (
	`workspace_id` text NOT NULL,
	`type` text NOT NULL,
	`id` text NOT NULL,
	`parent_id` text,
	`status` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `type`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `subjects_by_time` ON `subjects` (`workspace_id`,`type`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `subjects_by_parent` ON `subjects` (`workspace_id`,`type`,`parent_id`,`created_at`) WHERE parent_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `subjects_by_status` ON `subjects` (`workspace_id`,`type`,`status`,`created_at`) WHERE status IS NOT NULL;--> statement-breakpoint
CREATE TABLE `workspace_secrets` (
	`workspace_id` text NOT NULL,
	`name` text NOT NULL,
	`sealed` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `name`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `workspace_versions` (
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL,
	`document` text NOT NULL,
	`applied_by` text NOT NULL,
	`applied_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `workspaces` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`organization_id` text,
	`signing_key` text NOT NULL,
	`test_now` integer,
	`created_at` integer NOT NULL,
	`deleted_at` integer
) WITHOUT ROWID;
--> statement-breakpoint
-- The audit trail is append-only. INSERT OR REPLACE deletes without firing DELETE triggers, hence the third one.
CREATE TRIGGER `audit_no_update` BEFORE UPDATE ON `audit`
BEGIN SELECT RAISE(ABORT, 'audit_append_only'); END;
--> statement-breakpoint
CREATE TRIGGER `audit_no_delete` BEFORE DELETE ON `audit`
BEGIN SELECT RAISE(ABORT, 'audit_append_only'); END;
--> statement-breakpoint
CREATE TRIGGER `audit_no_replace` BEFORE INSERT ON `audit`
WHEN EXISTS (SELECT 1 FROM `audit` WHERE `workspace_id` = NEW.`workspace_id` AND `review_id` = NEW.`review_id` AND `seq` = NEW.`seq`)
BEGIN SELECT RAISE(ABORT, 'audit_conflict'); END;
--> statement-breakpoint
CREATE TRIGGER `workspace_versions_no_update` BEFORE UPDATE ON `workspace_versions`
BEGIN SELECT RAISE(ABORT, 'workspace_versions_append_only'); END;
--> statement-breakpoint
CREATE TRIGGER `workspace_versions_no_replace` BEFORE INSERT ON `workspace_versions`
WHEN EXISTS (SELECT 1 FROM `workspace_versions` WHERE `workspace_id` = NEW.`workspace_id` AND `version` = NEW.`version`)
BEGIN SELECT RAISE(ABORT, 'workspace_version_conflict'); END;
--> statement-breakpoint
CREATE TRIGGER `workspace_versions_no_delete` BEFORE DELETE ON `workspace_versions`
BEGIN SELECT RAISE(ABORT, 'workspace_versions_append_only'); END;
--> statement-breakpoint
-- Counts of reviews by dialect and status, so that nobody ever needs count(*).
CREATE TRIGGER `reviews_count_insert` AFTER INSERT ON `reviews`
BEGIN
  INSERT INTO `counters` (`workspace_id`, `name`, `value`)
  VALUES (NEW.`workspace_id`, 'reviews:' || NEW.`dialect` || ':' || NEW.`status`, 1)
  ON CONFLICT (`workspace_id`, `name`) DO UPDATE SET `value` = `value` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `reviews_count_status` AFTER UPDATE OF `status` ON `reviews` WHEN OLD.`status` <> NEW.`status`
BEGIN
  UPDATE `counters` SET `value` = `value` - 1
  WHERE `workspace_id` = OLD.`workspace_id` AND `name` = 'reviews:' || OLD.`dialect` || ':' || OLD.`status`;
  INSERT INTO `counters` (`workspace_id`, `name`, `value`)
  VALUES (NEW.`workspace_id`, 'reviews:' || NEW.`dialect` || ':' || NEW.`status`, 1)
  ON CONFLICT (`workspace_id`, `name`) DO UPDATE SET `value` = `value` + 1;
END;
