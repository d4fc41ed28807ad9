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
--> statement-breakpoint
CREATE INDEX `deliveries_by_review` ON `deliveries` (`workspace_id`,`review_id`,`endpoint_id`,`position`) WHERE review_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`workspace_id`,`endpoint_id`,`next_attempt_at`) WHERE next_attempt_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `message_bodies` (
	`workspace_id` text NOT NULL,
	`review_id` text NOT NULL,
	`seq` integer NOT NULL,
	`format` text NOT NULL,
	`body` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `message_bodies_key` ON `message_bodies` (`workspace_id`,`review_id`,`seq`,`format`);--> statement-breakpoint
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
--> statement-breakpoint
CREATE INDEX `webhook_endpoints_listed` ON `webhook_endpoints` (`workspace_id`,`created_at`,`id`) WHERE origin <> 'callback';--> statement-breakpoint
CREATE INDEX `webhook_endpoints_active` ON `webhook_endpoints` (`workspace_id`,`id`) WHERE status = 'active' AND origin <> 'callback';--> statement-breakpoint
CREATE INDEX `webhook_endpoints_by_wake` ON `webhook_endpoints` (`wake_at`) WHERE wake_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `webhook_endpoints_by_test_wake` ON `webhook_endpoints` (`workspace_id`,`test_wake_at`) WHERE test_wake_at IS NOT NULL;--> statement-breakpoint
ALTER TABLE `workspaces` ADD `listening_until` integer DEFAULT 0 NOT NULL;;
--> statement-breakpoint
-- An apply replaces the endpoints of the document in its own batch; an entry that did not change keeps its state.
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
--> statement-breakpoint
-- What waits for an endpoint that is disabled or gone is not sent any more.
CREATE TRIGGER `webhook_endpoints_disabled` AFTER UPDATE OF `status` ON `webhook_endpoints` WHEN OLD.`status` <> NEW.`status`
BEGIN
  UPDATE `deliveries` SET `status` = 'failed', `next_attempt_at` = NULL
  WHERE `workspace_id` = NEW.`workspace_id` AND `endpoint_id` = NEW.`id` AND `status` IN ('pending', 'requeued');
  -- One that comes back begins with what happens from then on.
  UPDATE `webhook_endpoints` SET `failing_since` = NULL, `wake_at` = NULL, `test_wake_at` = NULL,
    `cursor` = COALESCE((SELECT MAX(`position`) FROM `outbox` WHERE `workspace_id` = NEW.`workspace_id`), 0)
  WHERE `workspace_id` = NEW.`workspace_id` AND `id` = NEW.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `webhook_endpoints_gone` AFTER DELETE ON `webhook_endpoints`
BEGIN
  UPDATE `deliveries` SET `status` = 'failed', `next_attempt_at` = NULL
  WHERE `workspace_id` = OLD.`workspace_id` AND `endpoint_id` = OLD.`id` AND `status` IN ('pending', 'requeued');
END;
--> statement-breakpoint
-- The callback of a review: its delivery is made in the decision's own batch, behind those that still wait.
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
--> statement-breakpoint
-- Erased free text is erased from what was rendered, too.
CREATE TRIGGER `event_texts_erased` AFTER DELETE ON `event_texts`
BEGIN
  DELETE FROM `message_bodies` WHERE `workspace_id` = OLD.`workspace_id` AND `review_id` = OLD.`review_id`;
END;
