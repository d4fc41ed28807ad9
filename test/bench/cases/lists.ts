// Lists: the same at every size.

import type { Contestant } from "../harness/compare.ts";
import type { PreparedRequest } from "../harness/load.ts";
import * as operations from "../operations.ts";
import type { World } from "../world.ts";
import { type BenchCase, repeat } from "./bench-case.ts";

/** An answer of five hundred reviews takes a slice's good part: more clients would only wait longer. */
const LIST_CLIENTS = 2;
const LIST_WARM_UP = 20;

const list = (
  { service, lists }: World,
  key: string,
  title: (size: number) => string,
  request: (workspaceId: string) => PreparedRequest,
): readonly BenchCase[] => {
  const [smallest, ...larger] = lists;
  if (smallest === undefined) return [];
  const of = ({ workspaceId }: World["lists"][number]): Contestant => ({
    name: workspaceId,
    instance: service,
    clients: LIST_CLIENTS,
    warmUp: LIST_WARM_UP,
    prepare: async (from, count) => repeat(from, count, () => request(workspaceId)),
  });
  return larger.map((one) => ({
    key: `${key}-${one.size}`,
    title: `${title(one.size)} | of ${smallest.size}`,
    subject: of(one),
    base: of(smallest),
    isControlled: true,
    target: null,
    countedAs: title(one.size),
  }));
};

export const lists = (world: World): readonly BenchCase[] => [
  ...list(world, "native-list", (size) => `native list of 50 of ${size}`, operations.nativeList),
  ...list(world, "hoop-list", (size) => `hoop list of ${size}`, operations.sessionApiList),
];
