// Requests as bytes that no client should send: broken text, deep nesting, floods of headers, bodies that are shorter,
// slower or other than announced, lengths that contradict each other, addresses that are none.

import type { Part } from "./raw-socket.ts";

export interface Abuse {
  readonly name: string;
  readonly parts: readonly Part[];
  /** Our side is closed after the last part: the body stays short. */
  readonly isCut?: boolean;
  /** Whether an answer below 400 is no mistake: the request is odd and still says clearly what it wants. */
  readonly mayPass?: boolean;
  /** The Worker is not asked: whatever the platform says is the platform's. */
  readonly isPlatforms?: boolean;
}

export interface Caller {
  readonly host: string;
  /** Value of the `authorization` header. */
  readonly authorization: string;
}

const DEEP = 200_000;
const HUGE = 300_000;

export const abuses = ({ host, authorization }: Caller): readonly Abuse[] => {
  const head = (line: string, ...headers: readonly string[]): string =>
    [line, `Host: ${host}`, `Authorization: ${authorization}`, ...headers, "", ""].join("\r\n");
  const post = (...headers: readonly string[]): string =>
    head("POST /v2/reviews HTTP/1.1", "Content-Type: application/json", ...headers);
  const withBody = (body: string | Buffer, ...headers: readonly string[]): readonly Part[] => [
    post(`Content-Length: ${Buffer.byteLength(body)}`, "Connection: close", ...headers),
    body,
  ];
  const valid = JSON.stringify({ subject: { type: "raw", id: "r" } });
  const close = "Connection: close";
  const get = (target: string, ...headers: readonly string[]): Abuse["parts"] => [
    head(`GET ${target} HTTP/1.1`, close, ...headers),
  ];
  return [
    {
      name: "broken UTF-8",
      parts: withBody(Buffer.from('{"subject":{"type":"\xff\xfe\xc0\xaf","id":"x"}}', "latin1")),
    },
    { name: "UTF-8 cut in a character", parts: withBody(Buffer.from('{"subject":"\xf0\x9f\x98', "latin1")) },
    { name: "200,000 arrays", parts: withBody("[".repeat(DEEP)) },
    { name: "200,000 arrays, closed", parts: withBody("[".repeat(DEEP) + "]".repeat(DEEP)) },
    { name: "200,000 objects", parts: withBody('{"a":'.repeat(DEEP)) },
    // The platform's edge bounds headers; workerd alone takes them, and the Worker does not mind.
    {
      name: "10,000 headers",
      parts: get("/v2/reviews", ...Array.from({ length: 10_000 }, (_, n) => `X-${n}: ${n}`)),
      mayPass: true,
    },
    { name: "a header of 300 KB", parts: get("/v2/reviews", `X-Large: ${"x".repeat(HUGE)}`), mayPass: true },
    { name: "a request line of 300 KB", parts: get(`/v2/reviews/${"x".repeat(HUGE)}`) },
    { name: "short body, then closed", parts: [post("Content-Length: 5000"), valid], isCut: true },
    { name: "no body, then closed", parts: [post("Content-Length: 10")], isCut: true },
    { name: "head cut in the middle", parts: ["POST /v2/reviews HTTP/1.1\r\nHost: x\r\nContent-Le"], isCut: true },
    {
      name: "slow body",
      parts: [post(`Content-Length: ${valid.length}`, close), ...valid.split("").flatMap((char) => [char, 10])],
      mayPass: true,
    },
    { name: "chunked garbage", parts: [post("Transfer-Encoding: chunked", close), "zz\r\nnonsense\r\n0\r\n\r\n"] },
    {
      name: "a chunk larger than it says",
      parts: [post("Transfer-Encoding: chunked", close), "2\r\n{}{}{}{}\r\n0\r\n\r\n"],
    },
    { name: "a negative chunk", parts: [post("Transfer-Encoding: chunked", close), "-1\r\n{}\r\n0\r\n\r\n"] },
    { name: "chunks that never end", parts: [post("Transfer-Encoding: chunked"), "2\r\n{}\r\n"], isCut: true },
    {
      name: "two lengths",
      parts: [post("Content-Length: 2", `Content-Length: ${valid.length}`, close), valid],
    },
    {
      name: "length and chunks (CL.TE)",
      parts: [
        post("Content-Length: 6", "Transfer-Encoding: chunked"),
        `0\r\n\r\nGET /v2/reviews HTTP/1.1\r\nHost: ${host}\r\nX-Smuggled: 1\r\n\r\n`,
      ],
    },
    {
      name: "chunks hidden by a space (TE.CL)",
      parts: [post("Content-Length: 4", "Transfer-Encoding : chunked", close), "5c\r\nGPOST\r\n0\r\n\r\n"],
    },
    {
      name: "two encodings",
      parts: [post("Transfer-Encoding: chunked", "Transfer-Encoding: identity", close), "0\r\n\r\n"],
    },
    { name: "a length that is none", parts: [post("Content-Length: +5", close), valid] },
    { name: "a negative length", parts: [post("Content-Length: -1", close), valid] },
    { name: "a length beyond numbers", parts: [post(`Content-Length: ${"9".repeat(30)}`, close), valid] },
    { name: "absolute form", parts: get(`http://${host}/health`), mayPass: true },
    { name: "absolute form, another host", parts: get("http://169.254.169.254/latest/meta-data"), mayPass: true },
    { name: "authority form", parts: [head("CONNECT example.com:443 HTTP/1.1", close)], isPlatforms: true },
    { name: "asterisk form", parts: [head("OPTIONS * HTTP/1.1", close)] },
    { name: "a target without a slash", parts: get("v2/reviews") },
    { name: "broken percent signs", parts: get("/v2/reviews/%zz%") },
    { name: "dots that climb", parts: get("/v2/../../../../etc/passwd") },
    { name: "a space in the target", parts: get("/v2/reviews /x") },
    {
      name: "bytes above ASCII in the target",
      parts: [Buffer.from(head("GET /v2/\xff\xfe HTTP/1.1", close), "latin1")],
    },
    { name: "NUL in the target", parts: get("/v2/\0reviews") },
    { name: "NUL in a header", parts: get("/v2/reviews", "X-Nul: a\0b") },
    { name: "NUL in a header's name", parts: get("/v2/reviews", "X-\0Nul: ab") },
    { name: "a bare carriage return", parts: get("/v2/reviews", "X-Bare: a\rX-Other: b") },
    { name: "a folded header", parts: get("/v2/reviews", "X-Folded: a\r\n b"), mayPass: true },
    { name: "a header without a colon", parts: get("/v2/reviews", "Nonsense") },
    { name: "no host", parts: ["GET /v2/reviews HTTP/1.1\r\nConnection: close\r\n\r\n"] },
    { name: "two hosts", parts: get("/v2/reviews", "Host: other.example"), mayPass: true },
    { name: "HTTP/1.0", parts: [`GET /health HTTP/1.0\r\nHost: ${host}\r\n\r\n`], mayPass: true },
    { name: "HTTP/1.0 without a host", parts: ["GET /health HTTP/1.0\r\n\r\n"] },
    { name: "HTTP/3.7", parts: [head("GET /health HTTP/3.7", close)] },
    { name: "HTTP/0.9", parts: ["GET /health\r\n\r\n"] },
    { name: "no HTTP at all", parts: ["\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03"], isCut: true },
    { name: "a method that is none", parts: [head("G@T /v2/reviews HTTP/1.1", close)] },
    {
      name: "20 requests in one write",
      parts: [`GET /health HTTP/1.1\r\nHost: ${host}\r\n\r\n`.repeat(19) + head("GET /health HTTP/1.1", close)],
      mayPass: true,
    },
    {
      name: "a bad request behind a good one",
      parts: [`GET /health HTTP/1.1\r\nHost: ${host}\r\n\r\n\0\0\0\r\n\r\n`],
      mayPass: true,
    },
  ];
};
