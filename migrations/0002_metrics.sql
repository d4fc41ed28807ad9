CREATE TABLE `metric_cursors` (
	`workspace_id` text PRIMARY KEY NOT NULL,
	`position` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
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
--> statement-breakpoint
CREATE TABLE `metric_spans` (
	`workspace_id` text NOT NULL,
	`width` integer NOT NULL,
	`start` integer NOT NULL,
	`dialect` text NOT NULL,
	`counts` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `width`, `start`, `dialect`)
) WITHOUT ROWID;
