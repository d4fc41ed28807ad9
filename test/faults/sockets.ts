// Abuse of the socket, while another client does its work: every abuse is answered with 4xx or the connection is closed,
// nobody else notices, the service stays alive and no half of a request becomes a review.
// What the local server answers before the Worker has seen it is told apart by the Worker's `x-request-id`.

import { abuses, type Abuse } from "./socket-abuse.ts";
import { type RawAnswer, sendRaw } from "./raw-socket.ts";

export interface SocketsOptions {
  /** Without a slash at its end. */
  readonly url: string;
  /** Value of the `authorization` header of somebody who may open reviews. */
  readonly authorization: string;
  /** `wrangler dev` is a proxy before the Worker, and answers much with a 500 of its own that no Worker has seen. */
  readonly isProxied: boolean;
  readonly rounds: number;
  readonly patienceMs?: number;
}

/** Requests that are as they should be. */
const aNeighbour = (url: string, authorization: string) => {
  let isOver = false;
  let served = 0;
  const problems: string[] = [];
  const opened = new Set<string>();
  const work = async (): Promise<void> => {
    while (!isOver) {
      try {
        const response = await fetch(`${url}/v2/reviews`, {
          method: "POST",
          headers: { authorization, "content-type": "application/json" },
          body: JSON.stringify({ subject: { type: "neighbour", id: "n" } }),
          signal: AbortSignal.timeout(30_000),
        });
        const body: unknown = await response.json();
        served += 1;
        if (response.status === 201) opened.add(String(Reflect.get(Object(body), "id")));
        else problems.push(`sockets: the neighbour was answered ${response.status}`);
      } catch (error) {
        problems.push(`sockets: the neighbour was not answered: ${error instanceof Error ? error.message : "?"}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const done = work();
  return {
    stop: async () => {
      isOver = true;
      await done;
      return { served, problems };
    },
  };
};

const isOfWorker = ({ text }: RawAnswer): boolean => /\r\nx-request-id: /i.test(text);

const judge = ({ name, mayPass = false, isPlatforms = false }: Abuse, answer: RawAnswer, isProxied: boolean) => {
  const { statuses, end, text } = answer;
  const faults: string[] = [];
  const serverErrors = statuses.filter((status) => status >= 500);
  const isForgiven = (isPlatforms || isProxied) && !isOfWorker(answer);
  if (serverErrors.length > 0 && !isForgiven) faults.push(`answered ${serverErrors.join()}: ${text.slice(0, 200)}`);
  if (!mayPass && statuses.some((status) => status < 400)) faults.push(`passed with ${statuses.join()}`);
  if (statuses.length === 0 && end === "open") faults.push("neither answered nor closed");
  return faults.map((fault) => `sockets: ${name}: ${fault}`);
};

const describe = (answer: RawAnswer): string => {
  const { statuses, end } = answer;
  const by = isOfWorker(answer) ? "the Worker" : "the local server";
  return statuses.length === 0 ? `no answer, ${end}` : `${[...new Set(statuses)].join(" and ")} by ${by}`;
};

/** Reviews that abusive requests have made. */
const rawReviews = async (url: string, authorization: string): Promise<number> => {
  const response = await fetch(`${url}/v2/reviews?subjectType=raw&limit=100`, { headers: { authorization } });
  const found = Reflect.get(Object(await response.json()), "data");
  return Array.isArray(found) ? found.length : -1;
};

const PATIENCE_MS = 5_000;

/** Prints each abuse and its answer; answers what is not as it should be. Empty is what is wanted. */
export const abuseSockets = async (options: SocketsOptions): Promise<readonly string[]> => {
  const { url, authorization, isProxied, rounds, patienceMs = PATIENCE_MS } = options;
  const where = isProxied ? "wrangler dev" : "workerd";
  const { host, port } = new URL(url);
  const problems: string[] = [];
  const neighbour = aNeighbour(url, authorization);
  const all = abuses({ host, authorization });
  let [sent, made] = [0, 0];
  for (let round = 0; round < rounds; round += 1) {
    const answers = await Promise.all(
      all.map(async (abuse) => {
        const { parts, isCut = false } = abuse;
        return { abuse, answer: await sendRaw({ port: Number(port), parts, isCut, patienceMs }) };
      }),
    );
    sent += answers.length;
    made += answers.flatMap(({ answer }) => answer.statuses).filter((status) => status === 201).length;
    for (const { abuse, answer } of answers) {
      problems.push(...judge(abuse, answer, isProxied));
      if (round === 0) console.log(`sockets: ${where}: ${abuse.name}: ${describe(answer)}`);
    }
  }
  const { served, problems: disturbed } = await neighbour.stop();
  const raw = await rawReviews(url, authorization);
  if (raw !== made) problems.push(`sockets: ${where}: ${raw} reviews were made, ${made} acknowledged`);
  const health = await fetch(`${url}/health`);
  if (!health.ok) problems.push(`sockets: afterwards the service is not well: ${health.status}`);
  console.log(
    `sockets: ${where}: ${sent} abusive connections of ${all.length} kinds, ${served} requests of a neighbour meanwhile, ` +
      `${disturbed.length} of them disturbed; ${problems.length} problems`,
  );
  return [...problems, ...disturbed];
};
