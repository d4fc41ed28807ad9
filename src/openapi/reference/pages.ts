// The reference as static pages: one that finds every operation, and one for each API. They ask nothing of any other
// site, and say everything without a script: the script only narrows the list.

import { componentsOf, namesOf } from "../components.ts";
import type { Api, JsonSchema, Operation } from "../describe.ts";
import { html, type Html, NOTHING, prose } from "./html.ts";
import { operationAnchor, operationSection } from "./operation.ts";
import { fieldsOf, schemaAnchor, typeOf } from "./schema.ts";

const pathOf = ({ name }: Pick<Api, "name">): string => `/reference/${name}`;

const linkTo = (path: string, text: string, current: string): Html =>
  path === current
    ? html`<li><a href="${path}" aria-current="page">${text}</a></li>`
    : html`<li><a href="${path}">${text}</a></li>`;

const page = (apis: readonly Api[], current: string, title: string, main: Html): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/reference/reference.css">
<script src="/reference/reference.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<p class="brand">Countersign</p>
<nav aria-label="APIs"><ul>${linkTo("/reference", "All", current)}${apis.map((api) =>
    linkTo(pathOf(api), api.name, current),
  )}</ul></nav>
</header>
<main id="main" tabindex="-1">
${main}
</main>
</body>
</html>
`.html;

const operationsOf = ({ operations }: Api, tag: string): readonly Operation[] =>
  operations.filter((operation) => operation.tag === tag);

const found = (api: Api, operation: Operation): Html =>
  html`<li data-text="${[api.name, operation.method, operation.path, operation.summary, operation.id]
    .join(" ")
    .toLowerCase()}"><a href="${pathOf(api)}#${operationAnchor(operation)}"><span class="method ${
    operation.method
  }">${operation.method.toUpperCase()}</span> <code>${operation.path}</code></a> ${operation.summary}${
    operation.isDeprecated === true ? html` <span class="deprecated">deprecated</span>` : NOTHING
  }</li>`;

const overview = (apis: readonly Api[]): Html => html`<h1>Reference</h1>
<p>Every operation of all ${apis.length} APIs. Documents for generators (OpenAPI 3.1): <a href="/openapi.json">all in one</a>${apis.map(
  ({ name }) => html`, <a href="/openapi/${name}.json">${name}</a>`,
)}.</p>
<form role="search" id="search" hidden>
<label for="words">Search operations</label>
<input id="words" type="search" autocomplete="off" spellcheck="false">
<p id="count" role="status"></p>
</form>
${apis.map(
  (api) =>
    html`<section class="api" aria-labelledby="api-${api.name}"><h2 id="api-${api.name}"><a href="${pathOf(api)}">${
      api.title
    }</a></h2><ul class="found">${api.operations.map((operation) => found(api, operation))}</ul></section>`,
)}`;

const exampleOf = ({ examples }: JsonSchema): Html =>
  Array.isArray(examples)
    ? html`${examples.map(
        (example) =>
          html`<pre tabindex="0" role="group" aria-label="Example"><code>${JSON.stringify(example, null, 2)}</code></pre>`,
      )}`
    : NOTHING;

const schemaSection = (name: string, schema: JsonSchema): Html => {
  const { description } = schema;
  const fields = fieldsOf(schema);
  return html`<section id="${schemaAnchor(name)}" class="schema"><h3>${name}</h3>
${typeof description === "string" ? html`<p>${prose(description)}</p>` : NOTHING}
${fields.html === "" ? html`<p class="type">${typeOf(schema)}</p>` : fields}${exampleOf(schema)}</section>`;
};

const credentials = ({ securitySchemes }: Api): Html =>
  html`<h2>Credentials</h2><dl>${Object.entries(securitySchemes).map(
    ([name, { type, scheme, in: place, name: header, description }]) =>
      html`<dt>${name}</dt><dd>${
        type === "apiKey"
          ? html`<code>${String(header)}</code> in the ${String(place)}`
          : html`<code>${String(scheme)}</code>`
      }. ${typeof description === "string" ? prose(description) : NOTHING}</dd>`,
  )}</dl>`;

const apiPage = (api: Api): Html => {
  const names = namesOf(api);
  const tags = Object.entries(api.tags);
  return html`<h1>${api.title}</h1>
<p>${prose(api.description)}</p>
<p>Version ${api.version}. <a href="/openapi/${api.name}.json">OpenAPI document</a></p>
<nav aria-label="Operations" class="contents">${tags.map(
    ([tag]) =>
      html`<h2>${tag}</h2><ul>${operationsOf(api, tag).map(
        (operation) =>
          html`<li><a href="#${operationAnchor(operation)}">${operation.summary}</a> <code>${operation.method.toUpperCase()} ${operation.path}</code></li>`,
      )}</ul>`,
  )}</nav>
${credentials(api)}
${tags.map(
  ([tag, about]) =>
    html`<h2>${tag}</h2><p>${prose(about)}</p>${operationsOf(api, tag).map((operation) =>
      operationSection(names, operation),
    )}`,
)}
<h2>Bodies</h2>
${Object.entries(componentsOf(api, false)).map(([name, schema]) => schemaSection(name, schema))}`;
};

/** Path below the origin -> HTML. */
export const referencePages = (apis: readonly Api[]): ReadonlyMap<string, string> =>
  new Map([
    ["reference.html", page(apis, "/reference", "Reference · Countersign", overview(apis))],
    ...apis.map((api) => [`${pathOf(api).slice(1)}.html`, page(apis, pathOf(api), api.title, apiPage(api))] as const),
  ]);
