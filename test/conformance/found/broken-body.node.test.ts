// Found from outside: a caller who goes away in the middle of a body, or announces chunks and sends none, was logged and
// answered as a fault of ours. Source: hoop.md ruling 3 (a client mistake never gets a 5xx).

import { expect, test } from "vitest";
import { readJson } from "../../../src/http/read-json.ts";

const broken = (begin: string): ReadableStream<Uint8Array> => {
  let isBegun = false;
  return new ReadableStream({
    pull(controller) {
      if (isBegun) controller.error(new Error("Network connection lost."));
      else controller.enqueue(new TextEncoder().encode(begin));
      isBegun = true;
    },
  });
};

test.each(['{"status":', '{"status":"APPROVED"}', ""])(
  "a body that breaks off after %j is malformed",
  async (begin) => {
    const init = { method: "POST", body: broken(begin), duplex: "half" };
    const read = await readJson(new Request("https://countersign.test/api/reviews/x", init));
    expect(read).toEqual({ ok: false, error: { type: "malformed" } });
  },
);
