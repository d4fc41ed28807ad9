// A real receiver on loopback: keeps what arrives and when, and can be down, or hang, or ask the receiver to go away.

import { once } from "node:events";
import { createServer, type Server } from "node:http";

export interface Arrival {
  readonly id: string;
  readonly at: number;
}

export type Mode = "up" | "down" | "hang";

export interface WebhookReceiver {
  readonly url: string;
  readonly arrivals: Arrival[];
  mode: Mode;
  readonly close: () => Promise<void>;
}

const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
};

export const startReceiver = async (mode: Mode = "up"): Promise<WebhookReceiver> => {
  const arrivals: Arrival[] = [];
  const server = createServer((request, response) => {
    const id = String(request.headers["webhook-id"]);
    request.resume().on("end", () => {
      if (receiver.mode === "hang") return;
      if (receiver.mode === "down") {
        response.writeHead(503).end();
        return;
      }
      arrivals.push({ id, at: Date.now() });
      response.writeHead(200).end("ok");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${portOf(server)}/in`,
    arrivals,
    mode,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return receiver;
};

export interface Verdict {
  readonly delivered: number;
  /** Arrivals beyond the first of each message. */
  readonly duplicates: number;
  /** Most arrivals of any one message. */
  readonly worst: number;
  /** First arrivals before that of an earlier event of the same review. */
  readonly inversions: number;
}

export const judge = (arrivals: readonly Arrival[]): Verdict => {
  const counts = new Map<string, number>();
  const latest = new Map<string, number>();
  let inversions = 0;
  for (const { id } of arrivals) {
    const seen = counts.get(id) ?? 0;
    counts.set(id, seen + 1);
    if (seen > 0) continue;
    const [review = "", seq = "0"] = id.split(":");
    const before = latest.get(review) ?? 0;
    if (Number(seq) < before) inversions += 1;
    latest.set(review, Math.max(before, Number(seq)));
  }
  const duplicates = arrivals.length - counts.size;
  return { delivered: counts.size, duplicates, worst: Math.max(0, ...counts.values()), inversions };
};
