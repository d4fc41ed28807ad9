// Types of `env` and `exports` from "cloudflare:workers" inside the workerd project: the Worker's bindings and what the tests add.
declare namespace Cloudflare {
  interface Env extends Omit<import("../../src/env").Env, "OPERATOR_TOKEN" | "ENCRYPTION_KEY"> {
    OPERATOR_TOKEN: string;
    ENCRYPTION_KEY: string;
    TEST_MIGRATIONS: import("cloudflare:test").D1Migration[];
  }
  interface GlobalProps {
    mainModule: typeof import("../../src/worker");
    durableNamespaces: "ReviewObject" | "EndpointObject" | "HubObject" | "CounterObject";
  }
}

declare module "*.sql?raw" {
  const text: string;
  export default text;
}
