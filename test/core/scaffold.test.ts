import { expect, test } from "vitest";
test("the node project runs", () => {
  expect(process.versions.node.split(".")[0]).toBe("22");
});
