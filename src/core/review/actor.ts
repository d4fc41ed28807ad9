// Who acts on a review. Built from the credential (and the member it acts as), never from a body.

/** `owner` and `admin` are administrators everywhere; `viewer` and `auditor` only read. */
export type Role = "owner" | "admin" | "member" | "viewer" | "auditor";

/** What a review remembers of a person or machine: the words of that moment, kept when the member is removed. */
export interface Person {
  readonly kind: "member" | "service" | "policy";
  /** Member id, credential name, or the name of the policy that acted. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly slackId: string;
}

/** A member that a body merely claims to speak for. Grants nothing; self-approval is judged on it too. */
export interface ClaimedAgent {
  readonly memberId: string;
  readonly email: string;
}

export interface Actor extends Person {
  readonly role: Role;
  /** Exact, case-sensitive names. A service is in none. */
  readonly groups: readonly string[];
  /** Digest of the member's salted e-mail, which the audit chain covers in place of the address; null without one. */
  readonly identity: string | null;
  readonly claimedAgent: ClaimedAgent | null;
}

/** What the audit trail hashes of an actor: no personal data. */
export interface AuditActor {
  readonly kind: Person["kind"];
  readonly id: string;
  readonly role: Role | null;
  readonly groups: readonly string[];
  readonly identity: string | null;
}

export const isAdministrator = (role: Role): boolean => role === "owner" || role === "admin";

/** Whether the role may change anything at all. */
export const mayWrite = (role: Role): boolean => role !== "viewer" && role !== "auditor";

export const isSamePerson = (a: Pick<Person, "kind" | "id">, b: Pick<Person, "kind" | "id">): boolean =>
  a.kind === b.kind && a.id === b.id;

export const toPerson = ({ kind, id, name, email, slackId }: Person): Person => ({ kind, id, name, email, slackId });

/** The actor of what time does by itself. `name` is the policy's, `execution` or `default` (time.md 11). */
export const policyActor = (name: string): Actor => ({
  kind: "policy",
  id: name,
  name,
  email: "",
  slackId: "",
  role: "member",
  groups: [],
  identity: null,
  claimedAgent: null,
});
