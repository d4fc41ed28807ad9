// What hoop's answers hold. Source: seed "Update Review Status"; hoop.md rulings 2, 10, 11, 13; translate.ts.

import * as z from "zod/mini";
import { instant } from "../../../openapi/parts.ts";
import { STATUS } from "../translate.ts";

const text = z.string();
const texts = z.array(text);
const whenever = z.nullable(instant);

/** A service has a name and no id. */
const person = z.object({ id: z.optional(text), name: z.optional(text), email: text, slack_id: text });

const row = z.object({
  id: text,
  group: text,
  status: z.enum(["PENDING", "APPROVED", "REJECTED", "REVOKED"]),
  reviewed_by: z.nullable(person),
  review_date: whenever,
  forced_review: z.boolean(),
});

const fields = {
  type: z.enum(["onetime", "jit"]),
  access_duration: z.int(),
  status: z.enum(Object.values(STATUS)),
  revoke_at: whenever,
  created_at: instant,
  review_groups_data: z.array(row),
  time_window: z.nullable(z.object({ type: text, configuration: z.record(text, text) })),
  access_request_rule_name: z.nullable(text),
  min_approvals: z.nullable(z.int()),
  force_approval_groups: z.nullable(texts),
  rejection_reason: z.optional(text),
};

export const review = z.object({ id: text, session: text, ...fields });
export const reviews = z.array(review);

export const session = z.object({
  id: text,
  connection: text,
  script: text,
  user_email: text,
  user_name: text,
  type: text,
  status: z.nullable(text),
  access_duration_sec: z.int(),
  review: z.nullable(z.object({ id: text, ...fields })),
  created_at: instant,
});

export const sessionPage = z.object({ data: z.array(session), total: z.int(), has_next_page: z.boolean() });
export const sessionOpened = z.object({ session_id: text, has_review: z.boolean(), output: text });
export const sessionProvisioned = z.object({ session_id: text, user_email: text, has_review: z.boolean() });

export const claim = z.object({
  session_id: text,
  has_review: z.literal(true),
  output_status: z.literal("running"),
  exit_code: z.literal(-2),
  execution_token: text,
});

export const rule = z.object({
  name: text,
  description: text,
  access_type: z.enum(["jit", "command", "jit_command"]),
  connection_names: texts,
  attributes: texts,
  approval_required_groups: texts,
  all_groups_must_approve: z.boolean(),
  reviewers_groups: texts,
  force_approval_groups: texts,
  skip_review_groups: texts,
  access_max_duration: z.nullable(z.int()),
  min_approvals: z.nullable(z.int()),
  managed_by: z.null(),
});

export const rulePage = z.object({
  pages: z.object({ total: z.int(), page: z.int(), size: z.int() }),
  data: z.array(rule),
});

export const refusal = z.object({ message: text });
