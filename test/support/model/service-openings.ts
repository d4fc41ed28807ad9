// How each kind of review is opened over HTTP, and the rules that the model then holds it to: from the contracts, by hand.

import type { JsonObject } from "../../../src/core/json.ts";
import { castMember, DIRECTORY } from "./cast.ts";
import { ADMINISTRATORS_NEEDED, connectionOf, RULES } from "./service-world.ts";
import type { Terms } from "./terms.ts";

export type Api = "hoop" | "native" | "adjudon" | "authentivoice";

export interface Opening {
  readonly api: Api;
  readonly by: string;
  readonly path: string;
  readonly body: JsonObject;
  readonly terms: Omit<Terms, "sla" | "ladder">;
}

const GUARDED = {
  visibility: "readers",
  voters: "group_members",
  counts: "rows",
  selfApproval: "refused_unless_administrator_in_group",
  afterApproval: ["approve", "reject", "revoke"],
  repeatedVote: "ignored",
  endings: ["vote"],
  afterSettlement: [],
  findings: "none",
  secondReview: false,
  assignedTo: null,
  directory: DIRECTORY,
} as const;

const COUNTED = {
  ...GUARDED,
  visibility: "members",
  voters: "members",
  counts: "people",
  selfApproval: "refused_to_people",
  afterApproval: ["revoke"],
  endings: ["vote", "completion"],
  findings: "optional",
  asked: [],
  force: [],
  access: null,
  expiresAt: null,
} as const;

/** hoop: work on a guarded connection; `minutes` of access, 0 for one run. */
export const session = (rule: number, minutes: number, by: string): Opening => {
  const asked = RULES[rule] ?? RULES[0];
  if (asked === undefined) throw new Error("no rules");
  const access = minutes === 0 ? ({ kind: "once", minutes: 15 } as const) : ({ kind: "timed", minutes } as const);
  return {
    api: "hoop",
    by,
    path: "/api/sessions",
    body: {
      connection: connectionOf(rule),
      script: "select 1",
      ...(minutes === 0 ? {} : { access_duration_sec: minutes * 60 }),
    },
    terms: { ...GUARDED, ...asked, access, requester: castMember(by) },
  };
};

/** Native, with rows of groups or, without groups, with people counted. */
export const native = (
  asked: readonly string[],
  needed: number | null,
  assignedTo: string | null,
  by: string,
): Opening => {
  const voting =
    asked.length === 0
      ? { ...COUNTED, needed: needed ?? 1, endings: (needed ?? 1) > 1 ? (["vote"] as const) : COUNTED.endings }
      : {
          ...GUARDED,
          findings: "optional" as const,
          asked,
          needed,
          force: [],
          access: null,
          expiresAt: null,
        };
  return {
    api: "native",
    by,
    path: "/v2/reviews",
    body: {
      subject: { type: "story", id: "s", attributes: {} },
      groups: [...asked],
      minApprovals: needed,
      assignedTo,
    },
    terms: { ...voting, assignedTo, requester: castMember(by) },
  };
};

/** Adjudon: a trace that a policy holds for one administrator, or for two. A machine asks nothing in its own name. */
export const trace = (policy: number, by: string): Opening => {
  const needed = ADMINISTRATORS_NEEDED[policy] ?? 1;
  const actor = castMember(by);
  return {
    api: "adjudon",
    by,
    path: "/api/v1/traces",
    body: {
      agentId: "teller",
      inputContext: { prompt: `${by} ${policy}` },
      outputDecision: { action: `by-${needed}`, confidenceScore: 0.9 },
    },
    terms: {
      ...COUNTED,
      voters: "administrators",
      afterApproval: [],
      repeatedVote: "refused",
      endings: ["vote"],
      afterSettlement: ["assign", "escalate"],
      findings: "none",
      needed,
      requester: actor.kind === "member" ? actor : { kind: "member", id: "" },
    },
  };
};

/** AuthentiVoice: a call to be listened to, by one or by two. */
export const voice = (secondReview: boolean, assignedTo: string, by: string): Opening => ({
  api: "authentivoice",
  by,
  path: "/v1/reviews",
  body: { assignedTo, requireSecondReview: secondReview },
  terms: {
    ...COUNTED,
    afterApproval: [],
    endings: ["completion"],
    findings: "required",
    needed: 1,
    secondReview,
    assignedTo,
    requester: castMember(by),
  },
});
