// Every format in which a message can go out: the standard one, and one for each dialect.

import type { MessageFormat } from "../app/webhook-ports.ts";
import { standardFormat } from "./native/webhook.ts";

export const formats: readonly MessageFormat[] = [standardFormat];
