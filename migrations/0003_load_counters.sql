-- How many open reviews each member has, kept by triggers as `load:<member id>`: the least loaded is found without
-- reading the queue. Costs a row only where somebody is assigned.
CREATE TRIGGER `reviews_load_insert` AFTER INSERT ON `reviews`
WHEN NEW.`assigned_to` IS NOT NULL AND NEW.`status` IN ('pending', 'in_progress')
BEGIN
  INSERT INTO `counters` (`workspace_id`, `name`, `value`) VALUES (NEW.`workspace_id`, 'load:' || NEW.`assigned_to`, 1)
  ON CONFLICT (`workspace_id`, `name`) DO UPDATE SET `value` = `value` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `reviews_load_drop` AFTER UPDATE OF `assigned_to`, `status` ON `reviews`
WHEN OLD.`assigned_to` IS NOT NULL AND OLD.`status` IN ('pending', 'in_progress')
  AND (OLD.`assigned_to` IS NOT NEW.`assigned_to` OR NEW.`status` NOT IN ('pending', 'in_progress'))
BEGIN
  UPDATE `counters` SET `value` = `value` - 1
  WHERE `workspace_id` = OLD.`workspace_id` AND `name` = 'load:' || OLD.`assigned_to`;
END;
--> statement-breakpoint
CREATE TRIGGER `reviews_load_add` AFTER UPDATE OF `assigned_to`, `status` ON `reviews`
WHEN NEW.`assigned_to` IS NOT NULL AND NEW.`status` IN ('pending', 'in_progress')
  AND (OLD.`assigned_to` IS NOT NEW.`assigned_to` OR OLD.`status` NOT IN ('pending', 'in_progress'))
BEGIN
  INSERT INTO `counters` (`workspace_id`, `name`, `value`) VALUES (NEW.`workspace_id`, 'load:' || NEW.`assigned_to`, 1)
  ON CONFLICT (`workspace_id`, `name`) DO UPDATE SET `value` = `value` + 1;
END;
--> statement-breakpoint
INSERT INTO `counters` (`workspace_id`, `name`, `value`)
SELECT `workspace_id`, 'load:' || `assigned_to`, count(*) FROM `reviews`
WHERE `assigned_to` IS NOT NULL AND `status` IN ('pending', 'in_progress') GROUP BY `workspace_id`, `assigned_to`;
