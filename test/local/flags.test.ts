import { describe, expect, test } from "vitest";
import { baseUrl, devArguments, localSecrets, operatorToken, readFlags } from "../../src/local/flags.mjs";

const given = (line: string) => readFlags(line === "" ? [] : line.split(" "));
const secretsOf = (line: string) => devArguments(given(line), 1).filter((argument) => argument.includes(":"));

describe("npm start -- <flags>", () => {
  test("without flags: port 8787 on loopback, state in .wrangler/state, secrets of this machine", () => {
    const flags = given("");
    expect(flags).toMatchObject({ port: 8787, ip: "127.0.0.1", persistTo: ".wrangler/state" });
    expect(operatorToken(flags).length).toBeGreaterThanOrEqual(32);
    expect(Buffer.from(localSecrets.ENCRYPTION_KEY, "base64")).toHaveLength(32);
    const expected = [
      "dev --port 8787 --persist-to .wrangler/state --ip 127.0.0.1 --inspector-port 0 --show-interactive-dev-session=false",
      `--var OPERATOR_TOKEN:${localSecrets.OPERATOR_TOKEN} --var ENCRYPTION_KEY:${localSecrets.ENCRYPTION_KEY}`,
    ];
    expect(devArguments(flags, 8787).join(" ")).toBe(expected.join(" "));
  });

  test.each(["--port 9000 --persist-to /tmp/a --ip ::1", "--port=9000 --persist-to=/tmp/a --ip=::1"])(
    "reads %s",
    (line) => {
      expect(given(line)).toMatchObject({ port: 9000, persistTo: "/tmp/a", ip: "::1" });
    },
  );

  test.each(["--var A:1 --var B:x:y=z --var C:", "--var A:1 B:x:y=z C:", "--var=A:1 --var=B:x:y=z --port 1 --var C:"])(
    "reads variables, their values with colons and all: %s",
    (line) => {
      expect(given(line).vars).toEqual({ A: "1", B: "x:y=z", C: "" });
    },
  );

  test("hands every flag on, in its order, and each default only where it is missing", () => {
    const line = "--log-level debug --live-reload --inspector-port 9229 --var OPERATOR_TOKEN:mine --ip 0.0.0.0";
    const passed = devArguments(given(`${line} --port 9000`), 9000).join(" ");
    expect(passed).toContain(line);
    expect(passed.match(/--port|--ip|--inspector-port/g)?.toSorted()).toEqual(["--inspector-port", "--ip", "--port"]);
    expect(secretsOf("--var OPERATOR_TOKEN:mine")).toEqual([
      "OPERATOR_TOKEN:mine",
      expect.stringContaining("ENCRYPTION_KEY:"),
    ]);
  });

  test("the demo is applied with the first token of a rotation", () => {
    expect(operatorToken(given("--var OPERATOR_TOKEN:new,old"))).toBe("new");
  });

  test.each([
    ["", "http://127.0.0.1:1"],
    ["--ip 0.0.0.0", "http://127.0.0.1:1"],
    ["--ip ::1", "http://[::1]:1"],
    ["--ip localhost", "http://localhost:1"],
  ])("calls a server started with '%s' at %s", (line, url) => {
    expect(baseUrl(given(line), 1)).toBe(url);
  });

  test.each(["--port", "--port x", "--port=", "--port 65536", "--port --ip"])("refuses %s", (line) => {
    expect(() => given(line)).toThrow("--port takes a number");
  });
});
