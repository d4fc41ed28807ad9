// What the Worker weighs, bundled as it is deployed. Source: DESIGN § 8 (Worker bundle).

import { expect, test } from "vitest";
import { buildWorker } from "../bench/harness/build-worker.ts";

const KIB = 1024;

test("what every isolate parses is at most 140 KiB minified and gzipped; each API, the desk and the rest come with a request", async () => {
  const { gzipBytes, totalGzipBytes, modules } = await buildWorker({ main: "src/worker.ts", config: "wrangler.toml" });
  expect(modules[0]?.name).toBe("worker.js");
  expect(gzipBytes / KIB).toBeGreaterThan(20);
  expect(gzipBytes / KIB).toBeLessThanOrEqual(140);
  // Not promised; noticed where it grows. What is uploaded may be 10 MB.
  expect(totalGzipBytes / KIB).toBeLessThanOrEqual(300);
}, 60_000);
