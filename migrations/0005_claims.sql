-- Who works on a review until when. A lease beside the review: taking, renewing and losing it writes no event and no version.
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
--> statement-breakpoint
CREATE INDEX `review_claims_by_end` ON `review_claims` (`until`) WHERE is_test = 0;
--> statement-breakpoint
-- Open reviews in the order in which they are given out. Without a deadline of its own a review is in line as if it were due a day after it opened.
CREATE INDEX `reviews_in_line` ON `reviews` (`workspace_id`,`priority_rank`,coalesce(`due_at`, `created_at` + 86400000),`id`) WHERE status IN ('pending', 'in_progress');
--> statement-breakpoint
-- Whatever the claimant writes renews the lease for ten minutes, whichever door it came through.
CREATE TRIGGER `review_claims_renew` AFTER INSERT ON `audit`
WHEN EXISTS (SELECT 1 FROM `review_claims` WHERE `workspace_id` = NEW.`workspace_id` AND `review_id` = NEW.`review_id`)
BEGIN
  UPDATE `review_claims` SET `until` = NEW.`recorded_at` + 600000
  WHERE `workspace_id` = NEW.`workspace_id` AND `review_id` = NEW.`review_id` AND `until` > NEW.`recorded_at`
    AND NEW.`actor` ->> '$.kind' = 'member' AND `member_id` = NEW.`actor` ->> '$.id';
END;
--> statement-breakpoint
-- There is nothing left to work on.
CREATE TRIGGER `review_claims_end` AFTER UPDATE OF `status` ON `reviews` WHEN NEW.`status` NOT IN ('pending', 'in_progress')
BEGIN
  DELETE FROM `review_claims` WHERE `workspace_id` = NEW.`workspace_id` AND `review_id` = NEW.`id`;
END;
--> statement-breakpoint
-- On a test clock a lease ends when the clock moves past it, and nowhere else: Cron knows real time only.
CREATE TRIGGER `review_claims_by_clock` AFTER UPDATE OF `test_now` ON `workspaces`
BEGIN
  DELETE FROM `review_claims` WHERE `workspace_id` = NEW.`id` AND `until` <= NEW.`test_now`;
END;
--> statement-breakpoint
CREATE TRIGGER `review_claims_of_deleted` AFTER UPDATE OF `deleted_at` ON `workspaces` WHEN NEW.`deleted_at` IS NOT NULL
BEGIN
  DELETE FROM `review_claims` WHERE `workspace_id` = NEW.`id`;
END;
