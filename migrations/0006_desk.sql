-- Sessions of the desk and one-time links to it, found by the digest of a random token that is stored nowhere.
CREATE TABLE `sign_ins` (
	`digest` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`kind` text NOT NULL,
	`member_id` text NOT NULL,
	`identity` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `sign_ins_by_expiry` ON `sign_ins` (`expires_at`);
--> statement-breakpoint
-- Open reviews by deadline, those without one last: a page of the queue reads its own rows and no others.
CREATE INDEX `reviews_open_by_due` ON `reviews` (`workspace_id`,coalesce(`due_at`, 9000000000000000),`id`) WHERE status IN ('pending', 'in_progress');
