// The block of requests that `npm start` prints: a shell script that works as it stands against the demo workspaces,
// printed for people and run by a test. It tells one story and can be pasted as often as you like.
import { readFileSync } from "node:fs";

/** Secrets of the credentials of a demo document, by name. */
function secretsOf(file) {
  const { credentials } = JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));
  return Object.fromEntries(credentials.map(({ name, secret }) => [name, secret]));
}

/**
 * @param {{ baseUrl: string, operatorToken: string }} server
 * @returns {string} shell commands for bash or zsh, to be pasted in order
 */
export function demoRequests({ baseUrl, operatorToken }) {
  const demo = secretsOf("demo-workspace.json");
  const second = secretsOf("demo-second-workspace.json");
  return `API=${baseUrl}
BERT='authorization: Bearer ${demo.bert}'
CARLA='authorization: Bearer ${demo.carla}'
DORA='authorization: Bearer ${demo.dora}'
ADA='authorization: Bearer ${demo.ada}'
EXECUTOR='authorization: Bearer ${demo.executor}'
ZOE='authorization: Bearer ${second.zoe}'
OPERATOR='authorization: Bearer ${operatorToken}'
JSON='content-type: application/json'
step() { printf '\\n\\n%s\\n' "$*"; }
field() { sed -E "s/.*\\"$1\\":\\"([^\\"]+)\\".*/\\1/"; }

step "1. Bert asks to run a script on prod-pg, which is guarded: it is held (has_review)"
OPENED=$(curl -sS "$API/api/sessions" -H "$BERT" -H "$JSON" -d '{"connection":"prod-pg","script":"UPDATE accounts SET frozen = true WHERE id = 42"}')
SESSION=$(echo "$OPENED" | field session_id)
echo "$OPENED"

step "2. Bert cannot approve it himself"
curl -sS -X PUT "$API/api/reviews/$SESSION" -H "$BERT" -H "$JSON" -d '{"status":"APPROVED"}'

step "3. Carla (banking) and Dora (sre) approve at the same moment"
( curl -sS -o /dev/null -X PUT "$API/api/reviews/$SESSION" -H "$CARLA" -H "$JSON" -d '{"status":"APPROVED"}' &
  curl -sS -o /dev/null -X PUT "$API/api/reviews/$SESSION" -H "$DORA" -H "$JSON" -d '{"status":"APPROVED"}' &
  wait )

step "4. The review is APPROVED, with both rows stamped"
APPROVED=$(curl -sS "$API/api/reviews/$SESSION" -H "$BERT")
REVIEW=$(echo "$APPROVED" | sed -E 's/^\\{"id":"([^"]+)".*/\\1/')
echo "$APPROVED"

step "5. Bert claims the run three times at once: exactly one gets 202 and the execution token"
CLAIMS=$(for try in 1 2 3; do curl -sS -w ' -> %{http_code}\\n' -X POST "$API/api/sessions/$SESSION/exec" -H "$BERT" & done; wait)
TOKEN=$(echo "$CLAIMS" | grep execution_token | field execution_token)
echo "$CLAIMS"

step "6. The executor reports: the review is EXECUTED"
curl -sS -o /dev/null -w '%{http_code}\\n' -X PUT "$API/v2/reviews/$REVIEW/execution" -H "$EXECUTOR" -H "$JSON" -d "{\\"executionToken\\":\\"$TOKEN\\",\\"result\\":\\"succeeded\\",\\"exitCode\\":0,\\"output\\":\\"UPDATE 1\\"}"
curl -sS "$API/api/sessions/$SESSION" -H "$BERT"

step "7. Every step stands in the audit trail, which verifies"
curl -sS "$API/v2/reviews/$REVIEW/events" -H "$BERT"
step "   Ada, the owner, has it recomputed:"
curl -sS "$API/v2/reviews/$REVIEW/events/verification" -H "$ADA"

step "8. Zoe belongs to the second workspace: there is no such review, and her list is empty"
curl -sS "$API/api/reviews/$REVIEW" -H "$ZOE"
curl -sS "$API/api/reviews" -H "$ZOE"

step "9. The whole configuration is one document, applied by the operator"
curl -sS "$API/v2/workspaces/demo" -H "$OPERATOR"
echo`;
}
