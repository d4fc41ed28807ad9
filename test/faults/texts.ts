// Hostile texts in every field that takes text: stored and given back to the last code unit, or refused as a mistake of
// the caller's; always as JSON that nobody may sniff. What goes out to a webhook says the same, and every chain verifies.

import { createServer } from "node:http";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { checkDatabase } from "./check-database.ts";
import type { HostileText } from "./hostile-texts.ts";
import { Journal } from "./journal.ts";
import { bearer, DESK, MIXED, mixedDocument } from "./mixed-workspace.ts";
import { TEXT_FIELDS, type TextField, type TextRequest } from "./text-fields.ts";
import { aWorld, type World } from "./world.ts";

export interface TextsOptions {
  readonly texts: readonly HostileText[];
}

interface Told {
  readonly status: number;
  readonly body: unknown;
  /** What is wrong with how it was answered; null where nothing is. */
  readonly fault: string | null;
}

const JSON_TYPE = /^application\/(?:problem\+)?json(?:;|$)/;

const ask = async (world: World, { by, method, path, body }: TextRequest): Promise<Told> => {
  const response = await fetch(world.url + path, {
    method,
    headers: { "content-type": "application/json", ...by },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "";
  const isSafe = JSON_TYPE.test(type) && response.headers.get("x-content-type-options") === "nosniff";
  const fault = response.status >= 500 ? "a server error" : isSafe ? null : `content type ${type}, maybe sniffed`;
  return { status: response.status, body: JSON.parse(text), fault };
};

/** Whether the text stands somewhere in it, as a whole string or a whole key. */
const holds = (value: unknown, text: string): boolean => {
  if (typeof value === "string") return value === text;
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => key === text || holds(inner, text));
};

interface Tried {
  readonly result: "kept" | "refused";
  readonly problems: readonly string[];
}

const tryField = async (
  world: World,
  { dialect, field, plan }: TextField,
  { name, text }: HostileText,
): Promise<Tried> => {
  const what = `texts: ${dialect} ${field}, ${name}`;
  const setup = async (request: TextRequest): Promise<unknown> => {
    const { status, body } = await ask(world, request);
    if (status >= 300)
      throw new Error(`${what}: ${request.path} answered ${status} ${JSON.stringify(body).slice(0, 300)}`);
    return body;
  };
  const { write, reads } = await plan(text, setup);
  const written = await ask(world, write);
  if (written.fault !== null) return { result: "refused", problems: [`${what}: ${written.status}, ${written.fault}`] };
  if (written.status >= 400) return { result: "refused", problems: [] };
  const answers = await Promise.all(reads(written.body).map((request) => ask(world, request)));
  const problems = answers.flatMap(({ status, fault }) =>
    fault === null && status < 300 ? [] : [`${what}: read again: ${status} ${fault ?? ""}`],
  );
  const isKept = answers.some(({ body }) => holds(body, text));
  return { result: "kept", problems: isKept ? problems : [...problems, `${what}: accepted, and not given back`] };
};

/** Keeps what it is sent. */
const startReceiver = async () => {
  const bodies: unknown[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      bodies.push(JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks))));
      response.writeHead(204).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${address.port}/in`, bodies, close };
};

const DELIVERY_PATIENCE_MS = 60_000;

/** A note is in its message as it is in the trail. */
const notTold = async (bodies: readonly unknown[], texts: readonly HostileText[]): Promise<readonly string[]> => {
  const missing = () => texts.filter(({ text }) => !bodies.some((body) => holds(body, text)));
  const deadline = Date.now() + DELIVERY_PATIENCE_MS;
  while (missing().length > 0 && Date.now() < deadline) await sleep(100);
  return missing().map(({ name }) => `texts: no webhook carried the note: ${name}`);
};

/** Prints what became of each text; answers what is not as it should be. Empty is what is wanted. */
export const runTexts = async ({ texts }: TextsOptions): Promise<readonly string[]> => {
  const world = await aWorld();
  const receiver = await startReceiver();
  const problems: string[] = [];
  const noted: HostileText[] = [];
  let [kept, refused] = [0, 0];
  try {
    await world.apply(MIXED, { ...mixedDocument(), webhooks: [{ id: "wh", url: receiver.url, events: ["*"] }] });
    for (const hostile of texts) {
      const refusedBy: string[] = [];
      const tries = TEXT_FIELDS.map(async (field) => ({ field, tried: await tryField(world, field, hostile) }));
      for (const { field, tried } of await Promise.all(tries)) {
        problems.push(...tried.problems);
        if (tried.result === "kept") kept += 1;
        else refusedBy.push(`${field.dialect} ${field.field}`);
        if (tried.result === "kept" && field.dialect === "native" && field.field === "notes") noted.push(hostile);
      }
      refused += refusedBy.length;
      console.log(`texts: ${hostile.name}: refused by ${refusedBy.length === 0 ? "none" : refusedBy.join(", ")}`);
    }
    problems.push(...(await notTold(receiver.bodies, noted)));
    const { body } = await ask(world, { by: bearer(DESK), method: "GET", path: "/api/v1/audit/verify" });
    const isWhole = /"brokenLinks":\[\].*"complete":true/.test(JSON.stringify(body));
    if (!isWhole) problems.push(`texts: the audit does not verify: ${JSON.stringify(body).slice(0, 300)}`);
    await world.stop();
    const report = await checkDatabase(world.persistTo, new Journal());
    console.log(
      `texts: ${kept} written and given back, ${refused} refused, in ${TEXT_FIELDS.length} fields; ` +
        `${receiver.bodies.length} webhooks; ${report.reviews} reviews, ${report.events} events, ` +
        `${report.violations.length} violations, ${problems.length} problems`,
    );
    return [...problems, ...report.violations];
  } finally {
    await world.end();
    await receiver.close();
  }
};
