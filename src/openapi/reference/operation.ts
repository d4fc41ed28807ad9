// One operation of an API as a section of its page.

import { type Names, referenceOf } from "../components.ts";
import type { Answer, Operation, Parameter, Schema } from "../describe.ts";
import { html, type Html, NOTHING, prose } from "./html.ts";
import { typeOf } from "./schema.ts";

export const operationAnchor = ({ id }: Pick<Operation, "id">): string => `operation-${id}`;

const bodyOf = (names: Names, schema: Schema): Html => typeOf(referenceOf(names, schema));

const parameterRow = (place: string, name: string, { description, schema, isRequired }: Parameter): Html => html`<tr>
<th scope="row"><code>${name}</code></th><td>${place}${isRequired === true ? ", required" : ""}</td><td>${typeOf(schema)}</td><td>${prose(description)}</td></tr>`;

const parametersOf = ({ summary, path, segments = {}, query = {}, headers = {} }: Operation): Html => {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
  const rows = [
    ...names.map((name) =>
      parameterRow("path", name, { description: segments[name] ?? "", schema: { type: "string" }, isRequired: true }),
    ),
    ...Object.entries(query).map(([name, given]) => parameterRow("query", name, given)),
    ...Object.entries(headers).map(([name, given]) => parameterRow("header", name, given)),
  ];
  if (rows.length === 0) return NOTHING;
  return html`<h4>Parameters</h4><div class="wide" tabindex="0" role="group" aria-label="Parameters of ${summary}"><table>
<thead><tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
};

const answerRow = (names: Names, status: string, { description, body, type, headers = {} }: Answer): Html => html`<tr>
<th scope="row">${status}</th><td>${prose(description)}</td><td>${
  body === undefined ? "no body" : html`${bodyOf(names, body)}${type === undefined ? "" : ` (${type})`}`
}</td><td>${Object.keys(headers).map((name) => html`<code>${name}</code> `)}</td></tr>`;

/** What a caller sends and gets. */
export const operationSection = (names: Names, operation: Operation): Html => {
  const { method, path, summary, description, body, answers, isDeprecated } = operation;
  return html`<section id="${operationAnchor(operation)}" class="operation">
<h3>${summary}${isDeprecated === true ? html` <span class="deprecated">deprecated</span>` : NOTHING}</h3>
<p class="call"><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></p>
<p>${prose(description)}</p>
<p class="id">Operation <code>${operation.id}</code></p>
${parametersOf(operation)}
${
  body === undefined
    ? NOTHING
    : html`<h4>Body</h4><p>${bodyOf(names, body.schema)}${body.isRequired ? "" : ", or none"}</p>`
}
<h4>Answers</h4><div class="wide" tabindex="0" role="group" aria-label="Answers of ${summary}"><table>
<thead><tr><th scope="col">Status</th><th scope="col">Meaning</th><th scope="col">Body</th><th scope="col">Headers</th></tr></thead>
<tbody>${Object.entries(answers).map(([status, answer]) => answerRow(names, status, answer))}</tbody></table></div>
</section>`;
};
