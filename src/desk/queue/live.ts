// GET /desk/live: server-sent events that say that something has changed, and not what. The page asks for itself again then,
// and is answered as this member may see it. The workspace's stream ends now and then; the browser comes back by itself.

import type { DeskContext } from "../context.ts";

const encoder = new TextEncoder();
const CHANGED = encoder.encode("event: changed\ndata:\n\n");
const COLON = ":".charCodeAt(0);

/** What the workspace's stream says, without a word of it: comments pass, everything else is one event. */
const withoutWords = (): TransformStream<Uint8Array, Uint8Array> =>
  new TransformStream({
    transform: (chunk, controller) => {
      if (chunk.byteLength === 0) return;
      controller.enqueue(chunk[0] === COLON ? encoder.encode(": open\n\n") : CHANGED);
    },
  });

export const liveChanges = async (c: DeskContext): Promise<Response> => {
  const { principal, services } = c.var;
  const stream = await services.streams.open(principal, null);
  return new Response(stream.pipeThrough(withoutWords()), {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
  });
};
