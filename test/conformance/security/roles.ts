// The kinds of callers there are, and who of them is let in where.

import type { Access } from "./routes.ts";

export const CALLERS = [
  "nobody",
  "wrong",
  "pair-wrong",
  // Keys that act as members of these roles.
  "olga",
  "adam",
  "rita",
  "vic",
  "aud",
  // Machines: a plain one, an administrator's, and those of one scope each.
  "service",
  "desk",
  "reads",
  "writes",
  "listens",
  "uploads",
  "traces",
  "agent-key",
  // Basic pairs, and a token that was issued for one.
  "pair",
  "pair-viewer",
  "oauth",
  "operator",
] as const;

export type Caller = (typeof CALLERS)[number];
/** 404: a review that this caller is not shown. */
export type Verdict = "in" | "401" | "403" | "404";

export type Verdicts = Readonly<Partial<Record<Caller, Verdict>>>;

const UNKNOWN: readonly Caller[] = ["nobody", "wrong", "pair-wrong"];

/** Everybody who is known and not let in is `otherwise`, but for those whom this API does not know at all. */
const rule = (
  who: readonly Caller[],
  { unknown = [], otherwise = "403" }: { readonly unknown?: readonly Caller[]; readonly otherwise?: Verdict } = {},
): Verdicts => {
  const verdictOf = (caller: Caller): Verdict => {
    if (who.includes(caller)) return "in";
    return UNKNOWN.includes(caller) || unknown.includes(caller) ? "401" : otherwise;
  };
  const verdicts: Partial<Record<Caller, Verdict>> = {};
  for (const caller of CALLERS) verdicts[caller] = verdictOf(caller);
  return verdicts;
};

const ADMINISTRATORS: readonly Caller[] = ["olga", "adam", "desk"];
const MEMBERS: readonly Caller[] = ["rita", "service", "oauth"];
const READERS: readonly Caller[] = ["vic", "aud", "reads"];
/** The operator's token is a credential of no workspace. */
const OPERATOR = { unknown: ["operator"] } as const;
const BEARER_ONLY = { unknown: ["pair", "pair-viewer", "operator"] } as const;

/** Callers whom a session between two others is not shown to. */
const HIDDEN: Verdicts = { service: "404", oauth: "404" };

const everybody = [...CALLERS];

const RULES = {
  public: rule(everybody),
  native_read: rule([...ADMINISTRATORS, ...MEMBERS, ...READERS, "pair", "pair-viewer", "operator"]),
  native_write: rule([...ADMINISTRATORS, ...MEMBERS, "writes", "pair"], OPERATOR),
  // The requester and administrators.
  native_cancel: rule(ADMINISTRATORS, OPERATOR),
  // People only, and not who asked: Olga.
  native_claim: rule(["adam", "rita"], OPERATOR),
  // People, and whoever administers.
  native_release: rule([...ADMINISTRATORS, "rita"], OPERATOR),
  native_next: rule(["olga", "adam", "rita"], OPERATOR),
  // A verdict for each item: a role that may not decide is refused there.
  native_bulk: rule([...ADMINISTRATORS, ...MEMBERS, "writes", "pair", "vic", "aud", "pair-viewer"], OPERATOR),
  native_figures: rule([...ADMINISTRATORS, "aud", "operator"]),
  native_owner: rule(["olga"], OPERATOR),
  native_settings_read: rule(ADMINISTRATORS),
  native_settings_write: rule(ADMINISTRATORS, OPERATOR),
  workspace_read: rule([...ADMINISTRATORS, "operator"]),
  operator: rule(["operator"], { otherwise: "401" }),
  // A workspace's own credential is known here, and this is still not its call.
  operator_own: rule(["operator"]),
  hoop_read: rule([...ADMINISTRATORS, ...MEMBERS, ...READERS], BEARER_ONLY),
  hoop_write: rule([...ADMINISTRATORS, ...MEMBERS, "writes"], BEARER_ONLY),
  hoop_decide: { ...rule([...ADMINISTRATORS, "rita"], BEARER_ONLY), ...HIDDEN, writes: "404" },
  // Readers see it: administrators, auditors, who asked, and the groups that are asked.
  hoop_see: { ...rule([...ADMINISTRATORS, "aud", "rita", "vic"], BEARER_ONLY), ...HIDDEN, reads: "404" },
  hoop_own: { ...rule(ADMINISTRATORS, BEARER_ONLY), ...HIDDEN, writes: "404" },
  hoop_provision: rule(ADMINISTRATORS, { otherwise: "401" }),
  hoop_rules_read: rule([...ADMINISTRATORS, "aud"], BEARER_ONLY),
  hoop_rules_write: rule(ADMINISTRATORS, BEARER_ONLY),
  adjudon_read: rule([...ADMINISTRATORS, ...MEMBERS, ...READERS, "pair", "pair-viewer"], OPERATOR),
  adjudon_decide: rule(ADMINISTRATORS, OPERATOR),
  adjudon_handle: rule([...ADMINISTRATORS, ...MEMBERS, "writes", "pair"], OPERATOR),
  adjudon_post: rule([...ADMINISTRATORS, ...MEMBERS, "traces", "agent-key", "pair"], OPERATOR),
  adjudon_verify: rule([...ADMINISTRATORS, "aud"], OPERATOR),
  alloy_read: rule(["pair", "pair-viewer", "oauth"], { otherwise: "401" }),
  alloy_write: rule(["pair", "oauth"], { otherwise: "401" }),
  alloy_token: rule(["pair", "pair-viewer"], { otherwise: "401" }),
  voice_read: rule([...ADMINISTRATORS, ...MEMBERS, ...READERS], BEARER_ONLY),
  voice_write: rule([...ADMINISTRATORS, ...MEMBERS, "writes"], BEARER_ONLY),
  voice_read_analyses: rule([...ADMINISTRATORS, ...MEMBERS, ...READERS, "listens"], BEARER_ONLY),
  voice_write_analyses: rule([...ADMINISTRATORS, ...MEMBERS, "writes", "uploads"], BEARER_ONLY),
  voice_webhooks: rule(ADMINISTRATORS, BEARER_ONLY),
} satisfies Record<Access, Verdicts>;

export const accessOf = (access: Access): Verdicts => RULES[access];
