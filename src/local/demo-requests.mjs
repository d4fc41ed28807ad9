// The block of requests that `npm start` prints: a shell script that works as it stands against the demo workspaces,
// printed for people and run by a test. It tells one story of each API and can be pasted as often as you like. Requests
// that a vendor's document shows stand here as they are printed there: only the address and the ids are ours.
import { readFileSync } from "node:fs";

/** Secrets of the credentials of a demo document, by name. */
function secretsOf(file) {
  const { credentials } = JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));
  return Object.fromEntries(credentials.map(({ name, secret }) => [name, secret]));
}

/** Bert's session on a guarded connection, in hoop's words. */
const heldSession = `step "1. Bert asks to run a script on prod-pg, which is guarded: it is held (has_review)"
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
curl -sS "$API/api/reviews" -H "$ZOE"`;

/** A refund that an agent wants to make, in Adjudon's words. */
const heldTrace = String.raw`step "9. Adjudon: an agent wants to make a refund; a policy holds it (202)"
HELD=$(curl -sS "$API/api/v1/traces" -H "$AGENT" -H "$JSON" -d "{\"agentId\":\"loan_underwriter\",\"inputContext\":{\"prompt\":\"Refund order $RANDOM, as asked at $(date +%T), to jo@example.com?\"},\"outputDecision\":{\"action\":\"initiate_refund\",\"confidence\":0.92}}")
ITEM=$(echo "$HELD" | field reviewId)
echo "$HELD"
step "   It waits in the queue, personal data hidden:"
curl "$API/api/v1/review-queue?status=pending" \
-H "Authorization: Bearer $ADJUDON_API_KEY"
step "   A reviewer approves it; the verdict is final"
curl -X POST $API/api/v1/review-queue/$ITEM/decision \
-H "Authorization: Bearer $ADJUDON_API_KEY" \
-H "Content-Type: application/json" \
-d '{ "decision": "approve", "reason": "Risk acceptable per Q3 policy" }'`;

/** A call that somebody has to listen to, in AuthentiVoice's words. */
const suspiciousCall = String.raw`step "10. AuthentiVoice: a call looks like fraud; Vera is asked to listen"
ANALYSIS=$(curl -sS "$API/v1/analyses" -H "$VOICE" -H "$JSON" -d '{"riskScore":87,"riskLevel":"high","fraudIndicators":[{"type":"voice_cloning","confidence":0.9}]}' | field analysisId)
CALL=$(curl -sS "$API/v1/reviews" -H "$VOICE" -H "$JSON" -d "{\"analysisId\":\"$ANALYSIS\",\"assignedTo\":\"vera\",\"priority\":\"high\"}" | field reviewId)
step "   Complete a review"
curl -X PUT $API/v1/reviews/$CALL \
  -H "Authorization: Bearer $AUTHENTIVOICE_TOKEN" \
  -H "Content-Type: application/json" \
  -d '{
    "status": "completed",
    "findings": {
      "fraudConfirmed": true,
      "riskAssessment": "high",
      "notes": "Multiple fraud indicators confirmed. Caller attempted to obtain SSN and credit card information using urgency tactics.",
      "flaggedSections": [
        {
          "timestamp": "01:23-01:55",
          "reason": "Request for SSN"
        },
        {
          "timestamp": "03:10-03:45",
          "reason": "Credit card request"
        }
      ],
      "recommendedActions": [
        "Block caller number",
        "Notify affected customer",
        "File fraud report"
      ],
      "confidence": 0.95
    }
  }'`;

/** An applicant whom a workflow sends to manual review, in Alloy's words. */
const manualReview = String.raw`step "11. Alloy: an evaluation ends in Manual Review and waits in the queue"
ENTITY=$(curl -sS "$API/v1/evaluations" -u "$ALLOY_TOKEN:$ALLOY_SECRET" -H "$JSON" -d '{"name_first":"Jo","name_last":"Review"}' | field entity_token)
echo "$ENTITY"
step "    Bianca, an agent of the account, denies it"
curl -X "POST" "$API/v1/entities/$ENTITY/reviews" \
     -H 'Content-Type: application/json; charset=utf-8' \
     -u "$ALLOY_TOKEN:$ALLOY_SECRET" \
     -d $'{
  "agent": {
    "email": "bczaderna@alloy.co"
  },
  "outcome": "Denied",
  "reasons": [
    "Other"
  ]
}'`;

const oneDesk = String.raw`step "12. All of them lie on one desk"
curl -sS "$API/v2/reviews?limit=4" -H "$ADA"`;

/** Five days pass in the office of the workspace that has a clock of its own. */
const longWeekend = String.raw`step "13. What if nobody answers over the long weekend? Rita asks, five days pass, and nobody has answered"
curl -sS "$API/v2/reviews" -H "$RITA" -H "$JSON" -d '{"subject":{"type":"refund","id":"r-1","attributes":{"amount":120}}}'
curl -sS -X POST "$API/v2/workspaces/demo-clock/clock" -H "$OPERATOR" -d '{"advanceMinutes": 7200}'`;

const configuration = String.raw`step "14. The whole configuration is one document, applied by the operator"
curl -sS "$API/v2/workspaces/demo" -H "$OPERATOR"
echo`;

/**
 * @param {{ baseUrl: string, operatorToken: string }} server
 * @returns {string} shell commands for bash or zsh, to be pasted in order
 */
export function demoRequests({ baseUrl, operatorToken }) {
  const demo = secretsOf("demo-workspace.json");
  const second = secretsOf("demo-second-workspace.json");
  const clock = secretsOf("demo-clock.json");
  const beginning = `API=${baseUrl}
BERT='authorization: Bearer ${demo.bert}'
CARLA='authorization: Bearer ${demo.carla}'
DORA='authorization: Bearer ${demo.dora}'
ADA='authorization: Bearer ${demo.ada}'
EXECUTOR='authorization: Bearer ${demo.executor}'
AGENT='authorization: Bearer ${demo["loan-bot"]}'
VOICE='authorization: Bearer ${demo.voice}'
ZOE='authorization: Bearer ${second.zoe}'
RITA='authorization: Bearer ${clock.rita}'
OPERATOR='authorization: Bearer ${operatorToken}'
ADJUDON_API_KEY=${demo["adjudon-desk"]}
AUTHENTIVOICE_TOKEN=${demo.voice}
ALLOY_TOKEN=W0000000000000000000000000000001
ALLOY_SECRET=${demo["alloy-workflow"]}
JSON='content-type: application/json'
step() { printf '\\n\\n%s\\n' "$*"; }
field() { sed -E "s/.*\\"$1\\":\\"([^\\"]+)\\".*/\\1/"; }`;
  const stories = [heldSession, heldTrace, suspiciousCall, manualReview, oneDesk, longWeekend, configuration];
  return [beginning, ...stories].join("\n\n");
}
