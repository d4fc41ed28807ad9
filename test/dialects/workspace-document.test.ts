// Which documents are refused, and where each says it is wrong. Source: workspace.md 2 with its Details; time.md 7.
import { describe, expect, test } from "vitest";
import { documentSchema } from "../../src/dialects/registry.ts";
import { loadRegularExpressions } from "../../src/core/regular-expressions.ts";

await loadRegularExpressions();

const schema = documentSchema({ allowLoopback: false });

/** The example of workspace.md 2, whole. */
const example = {
  organizationId: "org_acme",
  name: "Acme payments",
  members: [
    {
      id: "65f0a1b2c3d4e5f601234567",
      email: "ada@example.com",
      name: "Ada",
      role: "owner",
      groups: ["banking", "oncall"],
      slackId: "U1",
      active: true,
    },
    { id: "bob", email: "bob@example.com", name: "Bob", role: "admin" },
  ],
  credentials: [
    {
      name: "alloy-wf",
      type: "basic",
      token: "W0000000000000000000000000000001",
      secret: "s1",
      workflow: "W0000000000000000000000000000001",
    },
    { name: "alloy-acct", type: "basic", token: "acct_1", secret: "s2" },
    { name: "desk", type: "bearer", secret: "adj_live_1", role: "admin" },
    { name: "loan-bot", type: "bearer", secret: "adj_agent_1", agent: "loan_underwriter" },
    { name: "ci-bot", type: "bearer", secret: "hpk_1", member: "65f0a1b2c3d4e5f601234567" },
    { name: "voice", type: "bearer", secret: "av_1", role: "member", scopes: ["read:reviews", "write:reviews"] },
  ],
  issuers: [
    {
      issuer: "https://idp.example.com",
      audience: "countersign",
      jwksUrl: "https://idp.example.com/jwks.json",
      clientId: "c",
    },
    {
      issuer: "https://test.example.com",
      audience: "countersign",
      jwks: { keys: [{ kty: "EC", crv: "P-256", x: "x", y: "y", kid: "1" }] },
    },
    { issuer: "local", audience: "countersign", hs256Secret: "shared" },
  ],
  workflows: [
    {
      token: "W0000000000000000000000000000001",
      name: "A Thing for Testing",
      defaultOutcome: "Approved",
      rules: [
        {
          conditions: [{ field: "name_last", operator: "equals", value: "Review" }],
          outcome: "Manual Review",
          tags: ["persona"],
        },
      ],
    },
  ],
  reviewReasons: [
    { outcome: "Denied", verdict: "reject", reasons: ["Other", "Bad Quiz"] },
    { outcome: "Approved", verdict: "approve", reasons: ["Other"] },
  ],
  agents: [{ id: "65f0a1b2c3d4e5f6aaaaaaaa", externalId: "loan_underwriter", name: "Loan underwriter" }],
  policies: [
    {
      name: "low confidence",
      enabled: true,
      priority: 1,
      conditions: [{ field: "confidenceScore", operator: "less_than", value: 0.7, logicalOperator: "AND" }],
      actions: [
        {
          type: "flag_for_review",
          config: { priority: "high", groups: ["risk"], minApprovals: 1, slaMinutes: 60, assignTo: "bob" },
        },
      ],
    },
  ],
  accessRules: [
    {
      name: "prod-writes",
      accessType: "command",
      connections: ["prod-pg"],
      reviewerGroups: ["banking", "sre"],
      allGroupsMustApprove: true,
      minApprovals: null,
      forceApprovalGroups: ["oncall"],
      approvalRequiredGroups: [],
      skipReviewGroups: [],
      accessMaxDurationSec: 3600,
      pendingTtlMinutes: null,
    },
  ],
  sla: {
    policies: [
      {
        name: "critical",
        when: { dialects: ["adjudon"], priorities: ["critical"] },
        dueInMinutes: 60,
        atRiskPercent: 75,
        calendar: "office",
        onBreach: ["flag", "escalate"],
      },
    ],
    calendars: [
      {
        name: "office",
        timeZone: "Europe/Berlin",
        hours: {
          mon: [
            ["09:00", "12:00"],
            ["13:00", "17:00"],
          ],
        },
        holidays: ["2026-12-25"],
      },
    ],
  },
  escalation: {
    ladder: [
      { afterMinutes: 0, to: ["role:admin"] },
      { afterMinutes: 30, to: ["member:65f0a1b2c3d4e5f601234567", "group:oncall"] },
    ],
  },
  execution: { deadlineMinutes: 15 },
  nextSteps: { "Block caller number": "Number added to blocklist" },
  webhooks: [
    {
      id: "wh_1",
      url: "https://hooks.example.com/in",
      events: ["*"],
      format: "standard",
      secret: "whsec_c2VjcmV0",
      active: true,
      auth: { type: "hmac" },
    },
    {
      id: "wh_2",
      url: "https://hooks.example.com/alloy",
      events: ["create:reviews:is_entity"],
      format: "alloy",
      auth: { type: "basic", username: "u", password: "p" },
    },
  ],
  rateLimits: { perMinute: 600, assignPerMinute: 5 },
  testClock: false,
};

/** A copy of the example with one place set (or, without a value, removed). */
const altered = (pointer: string, ...values: readonly unknown[]): unknown => {
  const copy: unknown = structuredClone(example);
  const keys = pointer.split("/").slice(1);
  const last = keys.pop() ?? "";
  let place = copy;
  for (const key of keys) place = Reflect.get(Object(place), key);
  if (values.length === 0) Reflect.deleteProperty(Object(place), last);
  else
    Reflect.defineProperty(Object(place), last, {
      value: values[0],
      enumerable: true,
      writable: true,
      configurable: true,
    });
  return copy;
};

const problemsOf = (json: unknown) => {
  const validated = schema.validate(json);
  return validated.ok ? [] : validated.error;
};
const pathsOf = (json: unknown) => problemsOf(json).map(({ path }) => path);

describe("a document is taken", () => {
  test("as the contract shows it", () => {
    expect(problemsOf(example)).toEqual([]);
  });

  test("when it is empty: all lists may be absent", () => {
    expect(problemsOf({})).toEqual([]);
    const read = schema.read("w", 1, {});
    expect(read).toMatchObject({
      members: [],
      slaPolicies: [],
      ladder: [],
      executionDeadlineMinutes: 15,
      testClock: false,
    });
  });

  test.each([
    ["/organizationId", undefined],
    ["/credentials/2/secret", null],
    ["/credentials/2/secret", "x".repeat(256)],
    ["/credentials/1/token", "any: ünïcode\u0000token"],
    ["/webhooks/0/secret", null],
    ["/issuers/2/hs256Secret", null],
    ["/sla/policies/0/dueInMinutes", 5_256_000],
    ["/sla/policies/0/onBreach", ["flag", "escalate", "expire"]],
    ["/sla/policies/0/calendar", null],
    ["/sla/calendars/0/hours", { sun: [["00:00", "24:00"]] }],
    ["/accessRules/0/minApprovals", 7],
    ["/accessRules/0/minApprovals", 0],
    ["/webhooks/0/events", ["review.opened", "review.sla_breached"]],
    ["/policies/0/actions", [{ type: "block" }, { type: "notify" }, { type: "approve" }]],
    ["/nextSteps", {}],
    ["/members/0/slackId", ""],
  ])("with %s set to %j", (pointer, value) => {
    expect(problemsOf(value === undefined ? altered(pointer) : altered(pointer, value))).toEqual([]);
  });

  test("members keep document order and every default", () => {
    const read = schema.read("w", 3, JSON.parse(JSON.stringify(example)));
    expect(read.members.map(({ id }) => id)).toEqual(["65f0a1b2c3d4e5f601234567", "bob"]);
    expect(read.members[1]).toMatchObject({ groups: [], slackId: "", active: true });
    expect(read.outcomes).toContainEqual({ outcome: "Denied", verdict: "reject", reasons: ["Other", "Bad Quiz"] });
    expect(read.calendars["office"]?.timeZone).toBe("Europe/Berlin");
  });
});

const rule = { name: "other", accessType: "command", connections: ["prod-pg"], reviewerGroups: ["sre"] };

describe("a document is refused with the place", () => {
  test.each<[string, string, unknown]>([
    ["an unknown key", "/typo", 1],
    ["an unknown key of a member", "/members/0/emial", "x"],
    ["an unknown key of a rule", "/accessRules/0/conections", []],
    ["a prototype key", "/__proto__", {}],
    ["a name that is no text", "/name", 5],
    ["members that are no list", "/members", {}],
    ["a member id with a space", "/members/0/id", "a b"],
    ["a member id of 65 characters", "/members/0/id", "a".repeat(65)],
    ["no e-mail address", "/members/0/email", "ada"],
    ["an unknown role", "/members/0/role", "root"],
    ["an empty group", "/members/0/groups/0", ""],
    ["an unknown kind of credential", "/credentials/0/type", "digest"],
    ["an empty secret", "/credentials/2/secret", ""],
    ["a secret of 257 characters", "/credentials/2/secret", "x".repeat(257)],
    ["a secret that is a number", "/credentials/2/secret", 5],
    ["a basic token of 257 characters", "/credentials/1/token", "x".repeat(257)],
    ["a bearer with a token", "/credentials/2/token", "x"],
    ["a credential of a member who is not there", "/credentials/4/member", "nobody"],
    ["a credential of a workflow that is not there", "/credentials/0/workflow", "W2"],
    ["an unknown scope", "/credentials/5/scopes/0", "reviews"],
    ["a key set on http", "/issuers/0/jwksUrl", "http://idp.example.com/jwks.json"],
    ["a key set on an address", "/issuers/0/jwksUrl", "https://10.0.0.1/jwks.json"],
    ["a symmetric key in a key set", "/issuers/1/jwks/keys/0/kty", "oct"],
    ["a private key in a key set", "/issuers/1/jwks/keys/0/d", "secret"],
    ["a workflow token of another form", "/workflows/0/token", "W1"],
    ["an unknown operator", "/workflows/0/rules/0/conditions/0/operator", "like"],
    ["an unknown verdict", "/reviewReasons/0/verdict", "approved"],
    ["an action that nobody knows", "/policies/0/actions/0/type", "escalate"],
    ["an unknown config key", "/policies/0/actions/0/config/group", "risk"],
    ["slaMinutes of nought", "/policies/0/actions/0/config/slaMinutes", 0],
    ["assignTo somebody who is not there", "/policies/0/actions/0/config/assignTo", "nobody"],
    ["a text where a number is compared", "/policies/0/conditions/0/value", "0.7"],
    ["an unknown access type", "/accessRules/0/accessType", "ssh"],
    ["a rule without connections", "/accessRules/0/connections", []],
    ["a rule without groups", "/accessRules/0/reviewerGroups", []],
    ["a fractional minimum", "/accessRules/0/minApprovals", 1.5],
    ["a TTL of nought", "/accessRules/0/pendingTtlMinutes", 0],
    ["a deadline of nought", "/sla/policies/0/dueInMinutes", 0],
    ["a deadline of more than ten years", "/sla/policies/0/dueInMinutes", 5_256_001],
    ["at risk from the beginning", "/sla/policies/0/atRiskPercent", 0],
    ["at risk at the end", "/sla/policies/0/atRiskPercent", 100],
    ["an unknown dialect", "/sla/policies/0/when/dialects/0", "grpc"],
    ["an unknown priority", "/sla/policies/0/when/priorities/0", "p1"],
    ["an unknown calendar", "/sla/policies/0/calendar", "shop"],
    ["an unknown zone", "/sla/calendars/0/timeZone", "Mars/Olympus"],
    ["a calendar without hours", "/sla/calendars/0/hours", {}],
    ["an overlapping interval", "/sla/calendars/0/hours/mon/1", ["11:00", "17:00"]],
    ["a reversed interval", "/sla/calendars/0/hours/mon/0", ["12:00", "09:00"]],
    ["a holiday that is no day", "/sla/calendars/0/holidays/0", "2026-02-30"],
    ["an unknown weekday", "/sla/calendars/0/hours/monday", []],
    ["a rung without targets", "/escalation/ladder/0/to", []],
    ["a rung's target of no kind", "/escalation/ladder/0/to/0", "ada"],
    ["a rung's member who is not there", "/escalation/ladder/0/to/0", "member:nobody"],
    ["a rung's group without members", "/escalation/ladder/0/to/0", "group:empty"],
    ["a rung's role that nobody has", "/escalation/ladder/0/to/0", "role:auditor"],
    ["a rung before the start", "/escalation/ladder/0/afterMinutes", -1],
    ["an execution deadline of nought", "/execution/deadlineMinutes", 0],
    ["a next step that is no text", "/nextSteps/x", 1],
    ["a webhook on http", "/webhooks/0/url", "http://hooks.example.com/in"],
    ["a webhook on loopback", "/webhooks/0/url", "https://127.0.0.1/in"],
    ["a webhook on a spelled address", "/webhooks/0/url", "https://2130706433/in"],
    ["a webhook on another port", "/webhooks/0/url", "https://hooks.example.com:8443/in"],
    ["a webhook with a user", "/webhooks/0/url", "https://u:p@hooks.example.com/in"],
    ["a webhook on localhost.", "/webhooks/0/url", "https://localhost./in"],
    ["a webhook inside a network", "/webhooks/0/url", "https://a.internal/in"],
    ["a webhook without types", "/webhooks/0/events", []],
    ["a type of another format", "/webhooks/0/events/0", "access.jit_approved"],
    ["an unknown format", "/webhooks/0/format", "slack"],
    ["a secret that is no whsec_", "/webhooks/0/secret", "secret"],
    ["a whsec_ that is no base64", "/webhooks/0/secret", "whsec_!!!"],
    ["a whsec_ of nothing", "/webhooks/0/secret", "whsec_"],
    ["basic for another format", "/webhooks/0/auth", { type: "basic", username: "u", password: "p" }],
    ["a limit of nought", "/rateLimits/perMinute", 0],
    ["a fractional limit", "/rateLimits/assignPerMinute", 1.5],
    ["a test clock that is no yes or no", "/testClock", "true"],
  ])("%s: %s", (_what, pointer, value) => {
    const paths = pathsOf(altered(pointer, value));
    expect(paths.some((path) => path === pointer || path.startsWith(`${pointer}/`))).toBe(true);
  });

  test.each<[string, unknown, string]>([
    ["two members of one id", altered("/members/1/id", "65f0a1b2c3d4e5f601234567"), "/members/1/id"],
    ["two members of one address", altered("/members/1/email", "ADA@example.com"), "/members/1/email"],
    ["two credentials of one name", altered("/credentials/3/name", "desk"), "/credentials/3/name"],
    ["two basic credentials of one token", altered("/credentials/0/token", "acct_1"), "/credentials/1/token"],
    ["two bearer credentials of one secret", altered("/credentials/3/secret", "adj_live_1"), "/credentials/3/secret"],
    ["a member and a role", altered("/credentials/4/role", "admin"), "/credentials/4/member"],
    ["an issuer without keys", altered("/issuers/2/hs256Secret"), "/issuers/2"],
    ["two kinds of key", altered("/issuers/0/hs256Secret", "x"), "/issuers/0/hs256Secret"],
    [
      "two endings at the breach",
      altered("/sla/policies/0/onBreach", ["expire", "approve"]),
      "/sla/policies/0/onBreach/1",
    ],
    ["two webhooks of one id", altered("/webhooks/1/id", "wh_1"), "/webhooks/1/id"],
    ["a member without an e-mail address", altered("/members/1/email"), "/members/1/email"],
    [
      "a pattern that RE2 cannot take",
      altered("/policies/0/conditions/0", { field: "a", operator: "regex", value: "(a)\\1" }),
      "/policies/0/conditions/0/value",
    ],
    [
      "two rules on one connection",
      altered("/accessRules", [...example.accessRules, rule]),
      "/accessRules/1/connections/0",
    ],
    [
      "jit_command beside command",
      altered("/accessRules", [...example.accessRules, { ...rule, accessType: "jit_command" }]),
      "/accessRules/1/connections/0",
    ],
    [
      "groups asked and groups skipped",
      altered("/accessRules", [{ ...rule, approvalRequiredGroups: ["a"], skipReviewGroups: ["b"] }]),
      "/accessRules/0/skipReviewGroups",
    ],
    [
      "a group twice in a rule",
      altered("/accessRules/0/reviewerGroups", ["sre", "sre"]),
      "/accessRules/0/reviewerGroups/1",
    ],
  ])("%s", (_what, json, path) => {
    expect(pathsOf(json)).toContain(path);
  });

  test("jit beside command on one connection is fine, and so is another connection", () => {
    expect(pathsOf(altered("/accessRules", [...example.accessRules, { ...rule, accessType: "jit" }]))).toEqual([]);
    expect(pathsOf(altered("/accessRules", [...example.accessRules, { ...rule, connections: ["b"] }]))).toEqual([]);
  });

  test.each([[null], [[]], ["text"], [5], [undefined]])("%j is no document", (json) => {
    expect(pathsOf(json)).toEqual([""]);
  });

  test("a pointer escapes what a key may hold", () => {
    expect(pathsOf({ "a/b~c": 1 })).toEqual(["/a~1b~0c"]);
  });

  test("several mistakes are told at once", () => {
    const paths = pathsOf({ members: [{ id: "a b", email: "x", role: "root" }], typo: 1 });
    expect(paths.toSorted()).toEqual(["/members/0/email", "/members/0/id", "/members/0/role", "/typo"]);
  });

  test("no message repeats a value", () => {
    const secret = "very-secret-value";
    const json = {
      credentials: [
        { name: "a", type: "bearer", secret: [secret] },
        { name: "b", type: secret },
      ],
      webhooks: [{ id: "w", url: `https://${secret}/x`, events: [secret], secret: { secret } }],
    };
    expect(JSON.stringify(problemsOf(json))).not.toContain(secret);
  });

  test("loopback is open where it is allowed, and nothing else is", () => {
    const local = documentSchema({ allowLoopback: true });
    for (const url of ["http://127.0.0.1:9/in", "http://localhost:9/in", "http://[::1]:9/in", "https://localhost/in"]) {
      expect(local.validate(altered("/webhooks/0/url", url)).ok).toBe(true);
    }
    for (const url of ["http://example.com/in", "https://10.0.0.1/in", "http://0.0.0.0/in", "ftp://localhost/"]) {
      expect(local.validate(altered("/webhooks/0/url", url)).ok).toBe(false);
    }
  });
});
