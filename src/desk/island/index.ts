// The desk's one script. Everything it does the page can do without it: it counts deadlines down, keeps lists fresh, takes
// keys, and says when the connection is gone. It keeps one word of its own: whether single keys are wanted.

import { watchConnection } from "./connection.ts";
import { countDown } from "./countdown.ts";
import { takeKeys } from "./keys.ts";
import { liveQueue } from "./live-queue.ts";
import { liveReview } from "./live-review.ts";
import { watchSelection } from "./selection.ts";

for (const element of document.querySelectorAll<HTMLElement>("[data-needs-script]")) element.hidden = false;
countDown();
watchConnection();
takeKeys();
watchSelection();
if (document.body.dataset["island"] === "queue") liveQueue();
if (document.body.dataset["island"] === "review") liveReview();
