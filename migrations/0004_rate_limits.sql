-- What the document in force says of rate limits, where the look-up of a credential finds it. Null: nothing is limited.
ALTER TABLE `workspaces` ADD `rate_limits` text;
--> statement-breakpoint
UPDATE `workspaces` SET `rate_limits` = (
  SELECT nullif(`document` -> '$.rateLimits', '{}') FROM `workspace_versions`
  WHERE `workspace_id` = `workspaces`.`id` AND `version` = `workspaces`.`version`);
