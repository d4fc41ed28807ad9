// Which member of which workspace a JWT stands for. The signature is always judged by the entry of the workspace that
// is entered; a workspace that nobody named is chosen only among those whose own entry holds.
// Source: workspace.md 2 (issuers), 3; adjudon.md ruling 13 (members elsewhere).

import { err, ok, type Result } from "../core/result.ts";
import type { AuthFindings, FoundMember, IssuerFacts } from "./auth-ports.ts";
import type { AuthError, AuthRequest } from "./principal.ts";
import type { TokenVerdict } from "./verify-jwt.ts";

/** Signatures that one request may cost. Assumption: nobody is a member of more workspaces of one issuer. */
const MAX_VERIFICATIONS = 64;

type Scope = Pick<AuthRequest, "workspaceId" | "organizationId">;

const isNamed = ({ workspaceId, organizationId }: Scope, { workspace }: FoundMember): boolean => {
  if (workspaceId !== null) return workspace.id === workspaceId;
  return organizationId === null || workspace.organizationId === organizationId;
};

/** In each workspace the member whom the subject names, and only without one the member of that e-mail address. */
const preferSubject = (members: readonly FoundMember[]): readonly FoundMember[] => {
  const bySubject = members.filter(({ by }) => by === "subject");
  const taken = new Set(bySubject.map(({ workspace }) => workspace.id));
  return [...bySubject, ...members.filter(({ by, workspace }) => by === "email" && !taken.has(workspace.id))];
};

type Verify = (issuer: IssuerFacts) => Promise<TokenVerdict>;

interface Judged {
  readonly good: readonly FoundMember[];
  readonly verdicts: readonly TokenVerdict[];
}

const judgeMembers = async (members: readonly FoundMember[], verify: Verify): Promise<Judged> => {
  const tried = members.slice(0, MAX_VERIFICATIONS);
  const verdicts = await Promise.all(tried.map(({ issuer }) => verify(issuer)));
  return { good: tried.filter((_, index) => verdicts[index] === "good"), verdicts };
};

const refusal = (verdicts: readonly TokenVerdict[]): AuthError => ({
  type: verdicts.includes("expired") ? "token_expired" : "token_invalid",
});

/** A token that names nobody active here: bad, expired, or of somebody who is not (or no longer) a member. */
const refuseStranger = async (
  here: readonly FoundMember[],
  elsewhere: readonly FoundMember[],
  { issuers }: AuthFindings,
  verify: Verify,
): Promise<AuthError> => {
  const others = await judgeMembers(elsewhere, verify);
  if (here.length === 0 && others.good.length > 0) return { type: "not_a_member", elsewhere: true };
  const own = await judgeMembers(here, verify);
  const entries = await Promise.all(issuers.slice(0, MAX_VERIFICATIONS).map(verify));
  const verdicts = [...others.verdicts, ...own.verdicts, ...entries];
  return verdicts.includes("good") ? { type: "not_a_member", elsewhere: false } : refusal(verdicts);
};

/** The member a token stands for in the one workspace that the request means. */
export const judgeToken = async (
  findings: AuthFindings,
  scope: Scope,
  verify: Verify,
): Promise<Result<FoundMember, AuthError>> => {
  const candidates = preferSubject(findings.members);
  const here = candidates.filter((candidate) => isNamed(scope, candidate));
  const active = here.filter(({ member }) => member.active);
  if (active.length === 0) {
    const elsewhere = candidates.filter((candidate) => !isNamed(scope, candidate) && candidate.member.active);
    return err(await refuseStranger(here, elsewhere, findings, verify));
  }
  const { good, verdicts } = await judgeMembers(active, verify);
  const [first] = good;
  if (first === undefined) return err(refusal(verdicts));
  const isAmbiguous = good.some(({ workspace }) => workspace.id !== first.workspace.id);
  return isAmbiguous ? err({ type: "workspace_ambiguous" }) : ok(first);
};
