// Stories told to a running service: opens reviews, asks, lets time pass, and after each step compares what the service
// says with what the model says. Whatever differs is thrown, with both sides.

import type { JsonObject } from "../../../src/core/json.ts";
import type { Actor } from "../../../src/core/review/actor.ts";
import { runUntil } from "./clock.ts";
import type { Fact, Story } from "./facts.ts";
import { tell } from "./judge.ts";
import type { Opening } from "./service-openings.ts";
import { checkSame, eventTypeOf, seenByModel, seenByService } from "./service-view.ts";
import { type Asked, codeOf, type Target, toCode, toRequest } from "./service-wire.ts";
import { authorizationOf, type Send, worldDocument } from "./service-world.ts";
import type { Intent, Terms } from "./terms.ts";

const MINUTE_MS = 60_000;

interface Told extends Target {
  readonly story: Story;
  /** Minutes of the workspace's clock. */
  readonly openedAt: number;
}

/** What somebody asks of the review of that number, counted round. */
export interface Ask {
  readonly review: number;
  readonly actor: Actor;
  readonly intent: Intent;
  readonly isOwn: boolean;
}

export interface WorldSetup {
  readonly send: Send;
  readonly operatorToken: string;
  /** One that nobody has used. */
  readonly workspaceId: string;
  readonly terms: Pick<Terms, "sla" | "ladder">;
}

const isReader = ({ role }: Actor): boolean => role === "viewer" || role === "auditor";

const actText = (type: string, by: string | null): string => `${type} by ${by}`;

/** Name and actor of each fact, as the trail has them. */
const actsOf = (story: Story): readonly string[] =>
  story.facts.map((fact, index) => actText(nameOf(story, index), index === 0 ? null : (fact.by?.id ?? null)));

/** The event that the fact of that index stands as. */
const nameOf = ({ terms, facts }: Story, index: number): string => {
  const fact = facts[index];
  if (fact === undefined) throw new Error(`no fact ${index}`);
  const before = { terms, facts: facts.slice(0, index) };
  return eventTypeOf(fact, index === 0 ? null : { before, after: { terms, facts: facts.slice(0, index + 1) } });
};

export class ServiceWorld {
  readonly #setup: WorldSetup;
  readonly #told: Told[] = [];
  #now = 0;
  #startMs = 0;
  /** Commands sent so far, and how many of them were accepted. */
  sent = 0;
  accepted = 0;

  constructor(setup: WorldSetup) {
    this.#setup = setup;
  }

  /** Applies the workspace and opens the reviews. */
  async begin(openings: readonly Opening[]): Promise<void> {
    const { workspaceId, terms } = this.#setup;
    await this.#operate("PUT", `/v2/workspaces/${workspaceId}`, worldDocument(workspaceId, terms));
    const { now } = await this.#operate("POST", this.#clock, { advanceMinutes: 0 });
    this.#startMs = Date.parse(String(now));
    for (const opening of openings) await this.#open(opening);
  }

  get #clock(): string {
    return `/v2/workspaces/${this.#setup.workspaceId}/clock`;
  }

  async #operate(method: string, path: string, body: JsonObject): Promise<Record<string, unknown>> {
    const headers = { authorization: `Bearer ${this.#setup.operatorToken}`, "content-type": "application/json" };
    const { status, text } = await this.#setup.send({ method, path, headers, body: JSON.stringify(body) });
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
    return JSON.parse(text);
  }

  #send(by: string, { method, path, body }: Omit<Asked, "entrance">): ReturnType<Send> {
    const headers = { authorization: authorizationOf(by, this.#setup.workspaceId), "content-type": "application/json" };
    return this.#setup.send({ method, path, headers, body: body === null ? null : JSON.stringify(body) });
  }

  async #read(path: string): Promise<Record<string, unknown>> {
    const { status, text } = await this.#send("adam", { method: "GET", path, body: null });
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${text}`);
    return JSON.parse(text);
  }

  async #open({ api, by, path, body, terms }: Opening): Promise<void> {
    const own = `story ${this.#told.length}`;
    // Two equal traces are one, so each is another.
    const extra = api === "adjudon" ? { metadata: { own } } : {};
    const request = api === "authentivoice" ? { ...body, analysisId: await this.#analysis(by) } : { ...body, ...extra };
    const { status, text } = await this.#send(by, { method: "POST", path, body: request });
    const answer: Record<string, unknown> = JSON.parse(text);
    const name = answer["session_id"] ?? answer["reviewId"] ?? answer["id"];
    if (status >= 300 || typeof name !== "string") throw new Error(`${path} by ${by}: ${status} ${text}`);
    const review = await this.#read(`/v2/reviews/${name}`);
    const story = {
      terms: { ...terms, ...this.#setup.terms },
      facts: [{ at: 0, by: null, what: "opened" } as const],
    };
    const told = { api, id: String(review["id"]), name, token: null, story, openedAt: this.#now };
    checkSame(`${path} by ${by}`, seenByService(review), seenByModel(story));
    this.#told.push(told);
  }

  async #analysis(by: string): Promise<string> {
    const body = { riskScore: 50, riskLevel: "high" };
    const { text } = await this.#send(by, { method: "POST", path: "/v1/analyses", body });
    const { analysisId }: { readonly analysisId?: string } = JSON.parse(text);
    if (analysisId === undefined) throw new Error(`no analysis: ${text}`);
    return analysisId;
  }

  /** One ask after the other where there is one, and at once where there are two: then one order of them must explain it. */
  async ask(...asks: readonly Ask[]): Promise<void> {
    const planned = asks.flatMap((ask) => {
      const index = ask.review % this.#told.length;
      const target = this.#told[index];
      const request = target === undefined ? null : toRequest(target, ask.intent, ask.isOwn);
      return request === null ? [] : [{ ...ask, index, request }];
    });
    if (planned.length === 0) return;
    const replies = await Promise.all(planned.map(({ actor, request }) => this.#send(actor.id, request)));
    const answers = replies.map(({ status, text }, at) => {
      const { index, request } = planned[at] as (typeof planned)[number];
      if (request.entrance === "exec" && status === 202) this.#keepToken(index, text);
      return codeOf(request.entrance, status, text);
    });
    this.sent += planned.length;
    this.accepted += answers.filter((code) => code === null).length;
    const indices = [...new Set(planned.map(({ index }) => index))];
    // Alone and accepted, a native answer is the review; in every other case it is read again.
    const [only] =
      planned.length === 1 && answers[0] === null && planned[0]?.request.entrance === "native" ? replies : [];
    const seen: readonly unknown[] =
      only === undefined
        ? await Promise.all(indices.map((index) => this.#read(`/v2/reviews/${this.#told[index]?.id}`)))
        : [JSON.parse(only.text)];
    const views = seen.map(seenByService);
    const orders =
      planned.length === 1
        ? [[0]]
        : [
            [0, 1],
            [1, 0],
          ];
    const outcomes = orders.map((order) => this.#tellAll(planned, order));
    const fitting = outcomes.filter(({ stories, codes }) => {
      const isSaid = codes.every((allowed, at) => allowed.includes(answers[at] ?? null));
      const isSeen = indices.every(
        (index, at) => JSON.stringify(seenByModel(stories[index] as Story)) === JSON.stringify(views[at]),
      );
      return isSaid && isSeen;
    });
    // Where both orders look alike, the trail knows which it was.
    const [first] = fitting;
    const trails = fitting.length > 1 ? await Promise.all(indices.map((index) => this.#trail(index))) : null;
    const explained =
      trails === null
        ? first
        : fitting.find(({ stories }) =>
            indices.every((index, at) => trails[at] === actsOf(stories[index] as Story).join()),
          );
    if (explained === undefined) {
      const what = planned.map(({ actor, index, intent, request }) =>
        [actor.id, JSON.stringify(intent), `review ${index}`, request.entrance, request.path].join(" "),
      );
      const wanted = outcomes.map(({ stories, codes }) => ({
        codes,
        views: indices.map((index) => seenByModel(stories[index] as Story)),
      }));
      checkSame(what.join(" | "), { codes: answers, views }, wanted);
      return;
    }
    for (const index of indices) this.#put(index, { story: explained.stories[index] as Story });
  }

  async #trail(index: number): Promise<string> {
    const { data } = await this.#read(`/v2/reviews/${this.#told[index]?.id}/events`);
    const events = data as readonly {
      readonly type: string;
      readonly actor: { readonly kind: string; readonly id: string };
    }[];
    return events
      .map(({ type, actor }, at) => actText(type, at === 0 || actor.kind === "policy" ? null : actor.id))
      .join();
  }

  /** The stories after these asks in that order, and the answers that each may get, in the order of the asks. */
  #tellAll(
    planned: readonly (Ask & { readonly index: number; readonly request: Asked })[],
    order: readonly number[],
  ): { readonly stories: readonly Story[]; readonly codes: readonly (readonly (string | null)[])[] } {
    const stories = this.#told.map(({ story }) => story);
    const codes: (readonly (string | null)[])[] = planned.map(() => []);
    for (const at of order) {
      const ask = planned[at];
      const story = ask === undefined ? undefined : stories[ask.index];
      if (ask === undefined || story === undefined) continue;
      const now = this.#now - (this.#told[ask.index]?.openedAt ?? 0);
      const told = tell(story, ask.actor, now, ask.intent);
      stories[ask.index] = told.story;
      const code = toCode(told.refusal, ask.request.entrance);
      // Who only reads is told so before anybody looks for the review.
      codes[at] = told.refusal === "not_found" && isReader(ask.actor) ? [code, "forbidden"] : [code];
    }
    return { stories, codes };
  }

  #put(index: number, changes: Partial<Told>): void {
    const told = this.#told[index];
    if (told !== undefined) this.#told[index] = { ...told, ...changes };
  }

  #keepToken(index: number, text: string): void {
    const { execution_token: token }: { readonly execution_token?: string } = JSON.parse(text);
    if (token === undefined) throw new Error(`a claim without a token: ${text}`);
    this.#put(index, { token });
  }

  /** Moves the clock: what fires, and when, must be what the model says of all reviews together. */
  async advance(minutes: number): Promise<void> {
    this.#now += minutes;
    this.sent += 1;
    this.accepted += 1;
    const { fired } = await this.#operate("POST", this.#clock, { advanceMinutes: minutes });
    const expected = this.#told.flatMap((told, index) => {
      const story = runUntil(told.story, this.#now - told.openedAt);
      const news = story.facts.slice(told.story.facts.length);
      this.#put(index, { story });
      return news.map((fact) => this.#toFired(told, fact));
    });
    const text = (one: { at: string; reviewId: string; type: string }): string =>
      `${one.at} ${one.reviewId} ${one.type}`;
    const actual = (fired as readonly { at: string; reviewId: string; type: string }[]).map(text);
    checkSame(`the clock, ${minutes} minutes on`, actual.toSorted(), expected.map(text).toSorted());
    checkSame(
      "fired in order of time",
      actual.map((line) => line.slice(0, 24)),
      actual.map((line) => line.slice(0, 24)).toSorted(),
    );
  }

  #toFired(
    { id, openedAt }: Told,
    fact: Fact,
  ): { readonly at: string; readonly reviewId: string; readonly type: string } {
    return { at: this.#instant(openedAt + fact.at), reviewId: id, type: eventTypeOf(fact, null) };
  }

  #instant(minute: number): string {
    return new Date(this.#startMs + minute * MINUTE_MS).toISOString();
  }

  /** Each trail, event by event, and its chain of hashes. */
  async end(): Promise<void> {
    for (const { id, story, openedAt } of this.#told) {
      const { data } = await this.#read(`/v2/reviews/${id}/events`);
      const events = data as readonly { readonly type: string; readonly at: string; readonly version: number }[];
      const expected = story.facts.map(
        ({ at }, index) => `${index + 1} ${nameOf(story, index)} ${this.#instant(openedAt + at)}`,
      );
      checkSame(
        `the trail of ${id}`,
        events.map(({ version, type, at }) => `${version} ${type} ${at}`),
        expected,
      );
      const verification = await this.#read(`/v2/reviews/${id}/events/verification`);
      checkSame(`the chain of ${id}`, verification["valid"], true);
    }
  }

  /** How far the stories came: their statuses. */
  statuses(): readonly string[] {
    return this.#told.map(({ story }) => seenByModel(story).status);
  }
}
