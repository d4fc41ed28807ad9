// POST /v1/reviews/assign: many reviews to people by one of four strategies, in one commit, with one row per review.
// Source: authentivoice.md rulings 1, 13 (Bulk assignment) and section 5.

import { type Context, Hono } from "hono";
import type { ItemOutcome } from "../../app/decide-many.ts";
import type { Answer } from "../../app/ports.ts";
import { metaOf } from "../../app/run-command.ts";
import type { AssignmentFacts } from "../../app/workload-queries.ts";
import type { Member, WorkspaceDocument } from "../../app/workspace-document.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Assign } from "../../core/review/commands.ts";
import { isOpen } from "../../core/review/review.ts";
import type { AppEnv } from "../../http/context.ts";
import { ASSIGN_KEYS, type AssignRequest, readAssignment } from "./assign-request.ts";
import { assign, type Assignment } from "./assign-strategy.ts";
import { assignmentToWire } from "./assign-wire.ts";
import { readBody } from "./body.ts";
import { type Caller, enter, factsOf } from "./caller.ts";
import type { VoiceError } from "./errors.ts";
import { assignableMembers } from "./people.ts";
import { refuse } from "./respond.ts";

/** Whom the strategy may choose from, in their order. One who cannot be assigned fails the whole call. */
const peopleOf = (
  document: WorkspaceDocument,
  { strategy, assignTo, pool }: AssignRequest,
): Result<readonly Member[], VoiceError> => {
  const everybody = assignableMembers(document);
  const find = (id: string): Member | undefined => everybody.find((member) => member.id === id);
  if ([...(assignTo ?? []), ...(pool ?? [])].some((id) => find(id) === undefined)) {
    return err({ type: "invalid_assignment" });
  }
  const named = strategy.type === "specific" ? assignTo : pool;
  return ok(named === null ? everybody : named.flatMap((id) => find(id) ?? []));
};

const planOf = (request: AssignRequest, people: readonly Member[], { reviews, loads }: AssignmentFacts): Assignment => {
  const found = new Map(reviews.map((review) => [review.externalId, review]));
  const open = request.reviewIds.flatMap((id) => found.get(id) ?? []).filter(({ status }) => isOpen(status));
  return assign(open, people, request.strategy, loads);
};

const show = (c: Context<AppEnv>, answer: Answer): Response =>
  answer.type === "body" ? c.json(answer.body) : refuse(c, { type: "idempotency_mismatch" });

const commandOf = ({ priority, deadline: dueAt, notifies }: AssignRequest, assignedTo: string | null): Assign => {
  const command = { type: "Assign", assignedTo, priority, dueAt } as const;
  return notifies ? command : { ...command, isQuiet: true };
};

const run = async (c: Context<AppEnv>, caller: Caller, request: AssignRequest, raw: string): Promise<Response> => {
  const { services } = c.var;
  const { workspaceId, workspaceVersion } = caller.principal;
  const people = peopleOf(await services.documents.load(workspaceId, workspaceVersion), request);
  if (!people.ok) return refuse(c, people.error);
  const facts = await services.workload.assignmentFacts(workspaceId, request.reviewIds);
  const plan = planOf(request, people.value, facts);
  const toAnswer = (outcomes: readonly ItemOutcome[]): Answer => ({
    type: "body",
    status: 200,
    body: assignmentToWire(request.reviewIds, facts, plan, outcomes),
  });
  const requested = await factsOf(c, caller, raw);
  const decided = await services.decideMany({
    workspaceId,
    asked: [...plan.keys()],
    commandFor: ({ id }) => commandOf(request, plan.get(id) ?? null),
    meta: metaOf(caller.principal, requested, services.clock),
    idempotency: requested.idempotency,
    answer: toAnswer,
  });
  if (!decided.ok) return refuse(c, decided.error);
  return show(c, decided.value.type === "replayed" ? decided.value.answer : toAnswer(decided.value.outcomes));
};

const assignReviews = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "write_reviews", null, "assign");
  if (!caller.ok) return refuse(c, caller.error);
  const body = await readBody(c, ASSIGN_KEYS);
  if (!body.ok) return refuse(c, body.error);
  const { raw, fields } = body.value;
  const { answer } = caller.value;
  if (answer !== null) {
    const { idempotency } = await factsOf(c, caller.value, raw);
    const isSame = answer.fingerprint === idempotency?.fingerprint;
    return isSame ? show(c, answer.answer) : refuse(c, { type: "idempotency_mismatch" });
  }
  const request = readAssignment(fields);
  return request.ok ? run(c, caller.value, request.value, raw) : refuse(c, request.error);
};

export const assignRoutes = (): Hono<AppEnv> => new Hono<AppEnv>().post("/v1/reviews/assign", assignReviews);
