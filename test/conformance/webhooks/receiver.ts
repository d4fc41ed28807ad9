// A receiver that is a function: whatever the Worker sends out of itself ends here.

import { afterEach, beforeEach, vi } from "vitest";

export interface Received {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Receiver {
  received: Received[];
  answerWith: (request: Received) => Response | Promise<Response>;
  /** Values of `webhook-id`, in order of arrival. */
  readonly ids: () => readonly string[];
}

/** For all tests of a file; empty before each. */
export const aReceiver = (): Receiver => {
  const receiver: Receiver = {
    received: [],
    answerWith: () => new Response("ok"),
    ids: () => receiver.received.map(({ headers }) => headers["webhook-id"] ?? ""),
  };
  beforeEach(() => {
    receiver.received = [];
    receiver.answerWith = () => new Response("ok");
    vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
      const request = new Request(input, init);
      const one = { url: request.url, headers: Object.fromEntries(request.headers), body: await request.text() };
      receiver.received.push(one);
      return receiver.answerWith(one);
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  return receiver;
};

/** Until the condition holds: deliveries are made after the answer. */
export const eventually = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("it never came true");
};
