// The desk's one script. Everything it does the page can do without it: it counts deadlines down, keeps lists fresh, takes
// keys, and says when the connection is gone. It stores nothing.

import { countDown } from "./countdown.ts";
import { watchConnection } from "./connection.ts";

countDown();
watchConnection();
