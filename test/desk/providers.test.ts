// Signing in with an identity provider and by Cloudflare Access: the provider is played here, the browser is the visitor.
// Source: issue "The desk" 1; OpenID Connect Core 1.0 § 3.1; RFC 7636.

import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { aVisitor, type DeskVisitor } from "../support/desk-browser.ts";
import { aMember, aWorkspace, type TestWorkspace } from "../support/workspace-builder.ts";

const ISSUER = "https://idp.example.com";
const ACCESS = "https://team.cloudflareaccess.com";
const CLIENT = "desk-client";

let keys: CryptoKeyPair;
let stranger: CryptoKeyPair;
let jwk: Record<string, unknown>;
beforeAll(async () => {
  keys = await generateKeyPair("ES256", { extractable: true });
  stranger = await generateKeyPair("ES256");
  jwk = { ...(await exportJWK(keys.publicKey)), alg: "ES256", kid: "k" };
});
afterEach(() => vi.restoreAllMocks());

const aProviderWorkspace = (): Promise<TestWorkspace> =>
  aWorkspace({
    members: [aMember("ada", [], { role: "owner" }), aMember("bert")],
    issuers: [
      { issuer: ISSUER, audience: "the-api", clientId: CLIENT, jwks: { keys: [jwk] } },
      { issuer: ACCESS, audience: "access-aud", jwks: { keys: [jwk] } },
    ],
  });

const token = (claims: Record<string, unknown>, issuer = ISSUER, key = keys.privateKey): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: "ES256", kid: "k" })
    .setIssuer(issuer)
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(key);

const METADATA = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/authorize`,
  token_endpoint: `${ISSUER}/token`,
  jwks_uri: `${ISSUER}/jwks`,
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["ES256"],
};

const base64Url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** Answers like a provider that has asked the person, and holds the exchange to the challenge. */
const playProvider = (authorization: URL, idToken: (nonce: string) => Promise<string>) => {
  const exchanged: URLSearchParams[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const url = String(input instanceof Request ? input.url : input);
    if (url.endsWith("/.well-known/openid-configuration")) return Response.json(METADATA);
    if (url !== METADATA.token_endpoint) return new Response(null, { status: 404 });
    const body = new URLSearchParams(typeof init?.body === "string" ? init.body : "");
    exchanged.push(body);
    const verifier = new TextEncoder().encode(body.get("code_verifier") ?? "");
    const challenge = base64Url(await crypto.subtle.digest("SHA-256", verifier));
    if (challenge !== authorization.searchParams.get("code_challenge")) {
      return Response.json({ error: "invalid_grant" }, { status: 400 });
    }
    const nonce = authorization.searchParams.get("nonce") ?? "";
    return Response.json({ access_token: "at", token_type: "Bearer", id_token: await idToken(nonce) });
  });
  return exchanged;
};

const begin = async (workspace: TestWorkspace, visitor: DeskVisitor): Promise<URL> => {
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => Response.json(METADATA));
  const sent = await visitor.get(`/desk/sign-in/oidc?workspace=${workspace.id}&provider=0&return=/desk/reviews/r`);
  expect(sent.status).toBe(303);
  vi.restoreAllMocks();
  return new URL(sent.headers.get("location") ?? "");
};

const callback = (authorization: URL, code = "the-code"): string =>
  `/desk/sign-in/callback?${new URLSearchParams({ code, state: authorization.searchParams.get("state") ?? "" }).toString()}`;

test("authorization code with PKCE: to the provider, back, and to the page that was asked for", async () => {
  const workspace = await aProviderWorkspace();
  const visitor = aVisitor();
  expect((await visitor.get(`/desk/sign-in?workspace=${workspace.id}`)).html).toContain("Continue with");
  const authorization = await begin(workspace, visitor);
  const asked = authorization.searchParams;
  expect(asked.get("client_id")).toBe(CLIENT);
  expect(asked.get("code_challenge_method")).toBe("S256");
  expect(asked.get("redirect_uri")).toBe("https://countersign.test/desk/sign-in/callback");
  const exchanged = playProvider(authorization, (nonce) => token({ sub: "bert", aud: CLIENT, nonce }));
  const back = await visitor.get(callback(authorization));
  expect([back.status, back.headers.get("location")]).toEqual([303, "/desk/reviews/r"]);
  expect(exchanged.map((body) => [body.get("grant_type"), body.has("client_secret")])).toEqual([
    ["authorization_code", false],
  ]);
  expect((await visitor.get("/desk")).html).toContain("Name of bert");
  // The transaction is used up with the cookie that carried it.
  expect((await visitor.get(callback(authorization))).status).toBe(400);
});

test("an e-mail address finds its member, if the provider says that it verified it", async () => {
  const workspace = await aProviderWorkspace();
  for (const [isVerified, status] of [
    [true, 303],
    [false, 403],
  ] as const) {
    const visitor = aVisitor();
    const authorization = await begin(workspace, visitor);
    const claims = { sub: "someone", email: "BERT@example.com", email_verified: isVerified, aud: CLIENT };
    playProvider(authorization, (nonce) => token({ ...claims, nonce }));
    expect((await visitor.get(callback(authorization))).status).toBe(status);
    vi.restoreAllMocks();
  }
});

test("a token for somebody else's sign-in, another client, of another key or of nobody here signs nobody in", async () => {
  const workspace = await aProviderWorkspace();
  const bad: readonly ((nonce: string) => Promise<string>)[] = [
    () => token({ sub: "bert", aud: CLIENT, nonce: "another" }),
    (nonce) => token({ sub: "bert", aud: "the-api", nonce }),
    (nonce) => token({ sub: "bert", aud: CLIENT, nonce }, ISSUER, stranger.privateKey),
    (nonce) => token({ sub: "bert", aud: CLIENT, nonce }, ACCESS),
    (nonce) => token({ sub: "nobody", aud: CLIENT, nonce }),
  ];
  for (const idToken of bad) {
    const visitor = aVisitor();
    const authorization = await begin(workspace, visitor);
    playProvider(authorization, idToken);
    const back = await visitor.get(callback(authorization));
    expect(back.status).toBe(403);
    expect(visitor.cookies().has("__Host-desk")).toBe(false);
    vi.restoreAllMocks();
  }
});

test("an answer that this browser did not ask for, or with another state, is refused before anything is exchanged", async () => {
  const workspace = await aProviderWorkspace();
  const visitor = aVisitor();
  const authorization = await begin(workspace, visitor);
  const exchanged = playProvider(authorization, (nonce) => token({ sub: "bert", aud: CLIENT, nonce }));
  expect((await aVisitor().get(callback(authorization))).status).toBe(400);
  expect((await visitor.get("/desk/sign-in/callback?code=x&state=another")).status).toBeGreaterThanOrEqual(400);
  expect(exchanged).toEqual([]);
});

test("a provider that is down, or that is none of the workspace's, is told in words", async () => {
  const workspace = await aProviderWorkspace();
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response("x".repeat(100_000), { status: 500 }));
  expect((await aVisitor().get(`/desk/sign-in/oidc?workspace=${workspace.id}&provider=0`)).status).toBe(502);
  expect((await aVisitor().get(`/desk/sign-in/oidc?workspace=${workspace.id}&provider=7`)).status).toBe(400);
  expect((await aVisitor().get("/desk/sign-in/oidc?workspace=none-such&provider=0")).status).toBe(400);
});

test("Cloudflare Access: its assertion signs in by address, with a button; nobody else's word about an address counts", async () => {
  const workspace = await aProviderWorkspace();
  const claims = { sub: "uuid", email: "bert@example.com", type: "app", aud: ["access-aud"] };
  const sent = async (assertion: string): Promise<number> => {
    const visitor = aVisitor();
    const headers = { "cf-access-jwt-assertion": assertion };
    expect((await visitor.get("/desk/sign-in", headers)).html).toContain("Continue with Cloudflare Access");
    return (await visitor.post("/desk/sign-in/access", [["workspace", workspace.id]], headers)).status;
  };
  expect(await sent(await token(claims, ACCESS))).toBe(303);
  expect(await sent(await token({ ...claims, aud: ["another"] }, ACCESS))).toBe(403);
  expect(await sent(await token({ ...claims, type: "org" }, ACCESS))).toBe(403);
  expect(await sent(await token(claims, ACCESS, stranger.privateKey))).toBe(403);
  expect(await sent(await token({ ...claims, aud: "the-api" }, ISSUER))).toBe(403);
  expect(await sent("no-token")).toBe(403);
});
