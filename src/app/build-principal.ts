// Principals from what authentication found. Roles and groups are the member's or the credential's, never a body's.

import type { Actor } from "../core/review/actor.ts";
import type { FoundCredential, MemberFacts, WorkspaceFacts } from "./auth-ports.ts";
import type { Principal } from "./principal.ts";
import type { Member } from "./workspace-document.ts";

/** A member as the kernel meets them. `identity`: null where nobody has come in and nothing will be recorded of them. */
export const memberActor = (
  { id, name, email, slackId, role, groups }: Member,
  identity: MemberFacts["identity"] | null,
): Actor => ({
  kind: "member",
  id,
  name,
  email,
  slackId,
  role,
  groups,
  identity,
  claimedAgent: null,
});

/** A machine that acts as itself. Source: workspace.md 3: without `role`, `member` or `agent` it is a `member`. */
const serviceActor = ({ name, role }: Pick<FoundCredential, "name" | "role">): Actor => ({
  kind: "service",
  id: name,
  name,
  email: "",
  slackId: "",
  role: role ?? "member",
  groups: [],
  identity: null,
  claimedAgent: null,
});

const workspacePart = ({ id, version, organizationId, signingKey, testNow, rateLimits }: WorkspaceFacts) => ({
  workspaceId: id,
  workspaceVersion: version,
  organizationId,
  signingKey,
  testNow,
  rateLimits,
});

/** A credential's own: of the member it acts as, or of the machine itself. */
export const keyPrincipal = (credential: FoundCredential, via: "basic" | "key" | "oauth"): Principal => ({
  ...workspacePart(credential.workspace),
  actor:
    credential.member === null ? serviceActor(credential) : memberActor(credential.member, credential.member.identity),
  via,
  credential: credential.name,
  agent: credential.agent,
  workflow: credential.workflow,
  scopes: credential.scopes,
});

/** A member's, proved by a token. */
export const tokenPrincipal = (workspace: WorkspaceFacts, member: MemberFacts): Principal => ({
  ...workspacePart(workspace),
  actor: memberActor(member, member.identity),
  via: "jwt",
  credential: null,
  agent: null,
  workflow: null,
  scopes: null,
});

/** The operator's, for reading: sees everything and may change nothing. */
export const operatorPrincipal = (workspace: WorkspaceFacts): Principal => ({
  ...workspacePart(workspace),
  actor: serviceActor({ name: "operator", role: "auditor" }),
  via: "key",
  credential: null,
  agent: null,
  workflow: null,
  scopes: null,
});
