// Why a verb is not offered, in words for the person who looks at the page: nobody has tried anything yet.

import type { ReviewError } from "../../core/review/errors.ts";
import { refusalText } from "../refusals.ts";
import { STATUS_WORDS } from "./badge.tsx";

export const whyNot = (error: ReviewError): string =>
  error.type === "review_closed" ? `The review is ${STATUS_WORDS[error.status]} already.` : refusalText(error);
