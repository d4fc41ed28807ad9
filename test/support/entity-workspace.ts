// A workspace whose entities are evaluated and reviewed: the account of the help page, with its linked reasons.

import {
  type Answer,
  aClient,
  aMember,
  aWorkspace,
  type Client,
  type TestWorkspace,
  textAt,
  type WorkspaceParts,
} from "./workspace-builder.ts";

export const WORKFLOW = "W0000000000000000000000000000001";
export const OTHER_WORKFLOW = "W0000000000000000000000000000002";

export const AGENT = "bczaderna@alloy.co";

const workflow = (token: string, name: string) => ({
  token,
  name,
  defaultOutcome: "Approved",
  rules: [
    {
      conditions: [{ field: "name_last", operator: "equals", value: "Review" }],
      outcome: "Manual Review",
      tags: ["persona"],
    },
    { conditions: [{ field: "name_last", operator: "equals", value: "Deny" }], outcome: "Denied", tags: [] },
  ],
});

const credential = (name: string, more: object = {}) => ({ name, type: "basic", token: `token-of-${name}`, ...more });

export const PARTS: WorkspaceParts = {
  members: [
    aMember("bianca", [], { email: AGENT, name: "Bianca" }),
    aMember("ada", [], { email: "Ada@Example.com", role: "admin" }),
    aMember("gone", [], { active: false }),
    aMember("vic", [], { role: "viewer" }),
  ],
  credentials: [
    credential("wf", { workflow: WORKFLOW }),
    credential("other-wf", { workflow: OTHER_WORKFLOW }),
    credential("acct"),
    credential("looker", { role: "viewer" }),
    credential("reader", { scopes: ["read:reviews"] }),
    credential("bianca-basic", { member: "bianca" }),
    credential("poster", { agent: "bot" }),
    { name: "desk", role: "admin" },
  ],
  workflows: [workflow(WORKFLOW, "A Thing for Testing"), workflow(OTHER_WORKFLOW, "Another Thing")],
  reviewReasons: [
    { outcome: "Denied", verdict: "reject", reasons: ["Other", "Bad Quiz"] },
    { outcome: "Approved", verdict: "approve", reasons: ["Other"] },
    { outcome: "Manual Review", verdict: "none", reasons: ["Other"] },
  ],
};

export interface EntityWorkspace extends TestWorkspace {
  /** The client of a Basic pair. */
  basic(name: string): Client;
  authorization(name: string): string;
}

export const anEntityWorkspace = async (changes: Partial<WorkspaceParts> = {}): Promise<EntityWorkspace> => {
  const workspace = await aWorkspace({ ...PARTS, ...changes });
  const authorization = (name: string): string => `Basic ${btoa(`token-of-${name}:${workspace.secretOf(name)}`)}`;
  return { ...workspace, authorization, basic: (name) => aClient({ authorization: authorization(name) }) };
};

export interface Evaluated {
  readonly entity: string;
  readonly evaluation: string;
  readonly answer: Answer;
}

/** An evaluation by a workflow's own key. Last name "Review" puts it into the queue. */
export const evaluate = async (
  client: Client,
  lastName = "Review",
  headers: Readonly<Record<string, string>> = {},
  more: object = {},
): Promise<Evaluated> => {
  const answer = await client.post("/v1/evaluations", { name_first: "Jo", name_last: lastName, ...more }, headers);
  if (answer.status !== 201) throw new Error(`not evaluated: ${answer.status} ${answer.text}`);
  return {
    entity: textAt(answer.body, "entity_token"),
    evaluation: textAt(answer.body, "evaluation_token"),
    answer,
  };
};

/** The body of the help page's curl, or another one. */
export const aReview = (outcome = "Denied", ...reasons: readonly string[]) => ({
  agent: { email: AGENT },
  outcome,
  reasons: reasons.length === 0 ? ["Other"] : reasons,
});

/** The envelope of every error. */
export const refused = (status: number, minorCode: number, details?: object) => ({
  status,
  body: {
    status_code: status,
    error: { minor_code: minorCode, ...(details === undefined ? {} : { details }) },
    evaluation_token: null,
    entity_token: null,
    application_token: null,
    application_version_id: null,
  },
});

/** The list at a key of a body, or a failure that shows the body. */
export const listAt = (body: unknown, key: string): readonly unknown[] => {
  const found: unknown = typeof body === "object" && body !== null ? Reflect.get(body, key) : undefined;
  if (!Array.isArray(found)) throw new Error(`no list at ${key} of ${JSON.stringify(body)}`);
  return found;
};

/** What stands at a key of a body, whatever it is. */
export const valueAt = (body: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    body,
  );
