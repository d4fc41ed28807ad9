// Any JSON value, whatever its depth. One schema for everybody: who describes the APIs knows it by identity.

import * as z from "zod/mini";

export const anyJson = z.json();
