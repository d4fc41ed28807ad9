// The five public APIs as the fuzzer knows them.

import { adjudon } from "./fuzz-adjudon.ts";
import { alloy } from "./fuzz-alloy.ts";
import { authentivoice } from "./fuzz-authentivoice.ts";
import { hoop } from "./fuzz-hoop.ts";
import { native } from "./fuzz-native.ts";
import type { Target } from "./fuzz-target.ts";

/** `operatorToken`: who applies documents. */
export const fuzzTargets = (operatorToken: string): readonly Target[] => [
  native({ authorization: `Bearer ${operatorToken}` }),
  hoop,
  adjudon,
  alloy,
  authentivoice,
];
