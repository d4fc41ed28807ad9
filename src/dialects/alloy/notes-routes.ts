// Notes on completed reviews, by an agent that the body names.
// Source: alloy.md rulings 1, 4, 12 (Details) and section 3 (Note response).

import { type Context, Hono } from "hono";
import type { AppEnv } from "../../http/context.ts";
import { findAgent } from "./agents.ts";
import { readBody } from "./body.ts";
import { enter, factsOf } from "./caller.ts";
import { type Collection, REVIEW_SEGMENT } from "./find-entity.ts";
import { findReview } from "./find-review.ts";
import { pathId } from "./ids.ts";
import { refuse } from "./respond.ts";
import { readNoteRequest } from "./schema.ts";
import { noteToWire } from "./translate.ts";

const addNote =
  (under: Collection) =>
  async (c: Context<AppEnv>): Promise<Response> => {
    const caller = await enter(c, "write", pathId(c.req.url, REVIEW_SEGMENT));
    if (!caller.ok) return refuse(c, caller.error);
    const body = await readBody(c);
    if (!body.ok) return refuse(c, body.error);
    const request = readNoteRequest(body.value.value);
    if (!request.ok) return refuse(c, request.error);
    const found = await findReview(c, caller.value, under);
    if (!found.ok) return refuse(c, found.error);
    const { principal, target } = caller.value;
    const { documents, run } = c.var.services;
    const document = await documents.load(principal.workspaceId, principal.workspaceVersion);
    const agent = findAgent(document, request.value.authorEmail);
    if (agent === null) return refuse(c, { type: "unknown_agent", field: "note_author_agent_email" });
    const command = { type: "AddNote", text: request.value.note, claimedEmail: agent.email } as const;
    const added = await run(principal, target, command, await factsOf(c, caller.value, body.value.raw));
    return added.ok ? c.json(noteToWire(added.value.review)) : refuse(c, added.error);
  };

export const notesRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .post("/v1/entities/:entity/reviews/:review/notes", addNote("entities"))
    .post("/v1/groups/:group/reviews/:review/notes", addNote("groups"));
