/**
 * The pages, as HTML without any script of their own: all of it can be read before, and without, the search.
 * Addresses are relative, so that the same files stand at /docs/ and in any folder.
 */
import type { ErrorCode } from '../client/errorCodes.ts';
import { errorCodes } from '../client/errorCodes.ts';
import { errorNames, errorPages } from './errorPages.ts';
import type { Examples } from './examples.ts';
import { html, inline, prose } from './html.ts';
import type { Html } from './html.ts';
import type { DocsModel, FieldDoc, TypeDoc, ValueDoc } from './model.ts';
import { drawPicture } from './picture.ts';
import type { Structure } from './structure.ts';
import { own, titleOf } from './structure.ts';

export interface Pages {
  model: DocsModel;
  structure: Structure;
  examples: Examples;
  /** Address of GraphiQL, where there is one. */
  graphiql: string | undefined;
}

/** `up` leads from the page to the folder of the documentation. */
interface Frame {
  title: string;
  up: '' | '../';
  content: Html;
}

function page({ title, up, content }: Frame): string {
  return `<!doctype html>
${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title} · Collectgraph</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${up}docs.css">
<script type="module" src="${up}docs.js"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<nav aria-label="Documentation">
<a class="home" href="${up}index.html">Collectgraph</a>
<a href="${up}types/Query.html">Queries</a>
<a href="${up}types/Mutation.html">Mutations</a>
<a href="${up}index.html#types">Types</a>
<a href="${up}index.html#picture">Picture</a>
<a href="${up}errors/index.html">Errors</a>
</nav>
<search data-index="${up}search.json" data-up="${up}" hidden>
<label for="search">Search</label>
<input id="search" type="search" autocomplete="off" spellcheck="false" aria-describedby="found" aria-controls="results" placeholder="Type, field, error …">
<p id="found" role="status"></p>
<ol id="results" hidden></ol>
</search>
</header>
<main id="content">
${content}
</main>
</body>
</html>
`.text
  }`;
}

const anchor = (type: string, up: Frame['up'], field?: string): string => `${up}types/${type}.html${field === undefined ? '' : `#${field}`}`;
const badge = (system: string): Html | undefined => (system === '' ? undefined : html` <span class="badge system-${system}">${system === own ? 'Collectgraph' : titleOf(system)}</span>`);

export function indexPage({ model, structure }: Pages): string {
  const types = [...model.types.values()];
  const lists: [title: string, kinds: TypeDoc['kind'][]][] = [['Objects', ['object']], ['Interfaces and unions', ['interface', 'union']], ['Inputs', ['input']], ['Enums', ['enum']], ['Scalars', ['scalar']]];
  const content = html`<h1>The graph</h1>
<p>One GraphQL endpoint over Collectmaxx, Receeve, uCollect and CM. Each field says which system it is from, the call behind it and what it costs. Press <kbd>/</kbd> to search.</p>
<ul class="entries">
<li><a href="types/Query.html">Queries</a>: what can be asked</li>
<li><a href="types/Mutation.html">Mutations</a>: what can be changed. A write is never sent twice</li>
${model.types.has('Subscription') && html`<li><a href="types/Subscription.html">Subscriptions</a>: what is told as it happens</li>`}
<li><a href="errors/index.html">Errors</a>: what each code means, what to do, whether a retry is safe</li>
</ul>
<h2 id="picture">What leads to what</h2>
<p>A debtor, an account or a claim of one system leads on to what the others know of it. The lines are links; fields of texts and numbers are not drawn.</p>
${drawPicture(structure, (type) => anchor(type, ''))}
<h2 id="types">Types</h2>
${lists.map(([title, kinds]) => {
    const found = types.filter(({ kind }) => kinds.includes(kind));
    return found.length > 0 && html`<h3>${title}</h3>
<ul class="columns">${found.map(({ name, system }) => html`<li><a href="${anchor(name, '')}">${name}</a>${badge(system)}</li>\n`)}</ul>
`;
  })}`;
  return page({ title: 'The graph', up: '', content });
}

export function typePage(pages: Pages, type: TypeDoc): string {
  const { examples, model } = pages;
  const roots = ['Query', 'Mutation', 'Subscription'];
  const example = type.kind === 'input' ? examples.input(type.name) : undefined;
  const content = html`<h1><code>${type.name}</code>${badge(type.system)}</h1>
<p class="kind">${type.kind === 'input' && type.oneOf ? 'input: exactly one of its fields is given' : type.kind}${type.interfaces.length > 0 && html` · is a ${type.interfaces.map((name, index) => html`${index > 0 && ', '}<a href="${anchor(name, '../')}">${name}</a>`)}`}</p>
${prose(type.description)}
${type.members.length > 0 && html`<h2>One of</h2><ul>${type.members.map((name) => html`<li><a href="${anchor(name, '../')}">${name}</a></li>`)}</ul>`}
${type.fields.length > 0 && html`<h2>Fields</h2>${type.fields.map((field) => fieldSection(pages, type, field))}`}
${type.inputs.length > 0 && html`<h2>Fields</h2>${values(type.inputs, model, true)}`}
${type.values.length > 0 && html`<h2>Values</h2><dl>${type.values.map(({ name, description, deprecated, wire }) => html`<dt id="${name}"><code>${name}</code></dt><dd>${prose(description)}${wire !== undefined && html`<p>On the wire: <code>${wire}</code></p>`}${deprecated !== undefined && html`<p class="deprecated">Deprecated: ${inline(deprecated)}</p>`}</dd>`)}</dl>`}
${example !== undefined && html`<h2>Example</h2><pre tabindex="0"><code>${example}</code></pre>`}
${type.usedBy.length > 0 && !roots.includes(type.name) && html`<h2>Where it is used</h2><ul class="columns">${type.usedBy.map((user) => html`<li><a href="${anchor(user.split('.')[0]!, '../', user.split('.')[1])}">${user}</a></li>`)}</ul>`}`;
  return page({ title: type.name, up: '../', content });
}

function fieldSection({ examples, model, graphiql }: Pages, type: TypeDoc, field: FieldDoc): Html {
  const { types } = model;
  const example = examples.of(type.name, field.name);
  const facts: [string, Html | undefined | false][] = [
    ['System', field.systems.length > 0 ? html`${field.systems.map((system, index) => html`${index > 0 && ', '}${titleOf(system)}`)}` : undefined],
    ['Upstream call', field.call && html`<code>${field.call.verb === 'URL' ? '' : `${field.call.verb} `}${field.call.path}</code>`],
    ['On the wire', field.wire !== undefined && html`<code>${field.wire}</code>`],
    ['Calls', html`${field.calls}`],
    ['Cost', html`${field.cost} of the limit${types.has(field.leadsTo) && !leaf(types.get(field.leadsTo)!) && ', and what is selected in it'}`],
    ['Scope', field.scopes.length > 0 && html`${field.scopes.map((scope, index) => html`${index > 0 && ', '}<code>${scope}</code>`)}`],
  ];
  return html`<section class="field" id="${field.name}" aria-labelledby="${field.name}-name">
<h3 id="${field.name}-name"><a class="anchor" href="#${field.name}"><code>${field.name}</code></a><span class="type">: ${typeLink(field.type, field.leadsTo, model)}</span></h3>
${field.deprecated !== undefined && html`<p class="deprecated">Deprecated: ${inline(field.deprecated)}</p>`}
${prose(field.description)}
${field.args.length > 0 && html`<h4>Arguments</h4>${values(field.args, model, false)}`}
<dl class="facts">${facts.map(([name, value]) => value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${example !== undefined && html`<details><summary>Example<span class="hidden"> of ${field.name}</span></summary><pre tabindex="0"><code>${example}</code></pre>${graphiql !== undefined && html`<p><a href="${graphiql}?query=${encodeURIComponent(example)}">Open in GraphiQL<span class="hidden">: ${field.name}</span></a></p>`}</details>`}
</section>
`;
}

const leaf = ({ kind }: TypeDoc): boolean => kind === 'scalar' || kind === 'enum';

function values(list: readonly ValueDoc[], model: DocsModel, anchored: boolean): Html {
  return html`<dl class="values">${list.map(
    ({ name, type, leadsTo, description, deprecated, default: value, wire }) =>
      html`<dt${anchored && html` id="${name}"`}><code>${name}</code><span class="type">: ${typeLink(type, leadsTo, model)}${value !== undefined && html` = <code>${value}</code>`}</span></dt><dd>${prose(description)}${wire !== undefined && html`<p>On the wire: <code>${wire}</code></p>`}${deprecated !== undefined && html`<p class="deprecated">Deprecated: ${inline(deprecated)}</p>`}</dd>`,
  )}</dl>`;
}

/** `[Claim!]` with the name as a link. */
function typeLink(type: string, name: string, { types }: DocsModel): Html {
  if (!types.has(name)) return html`<code>${type}</code>`;
  const [before, after] = type.split(name) as [string, string];
  return html`<code>${before}<a href="${anchor(name, '../')}">${name}</a>${after}</code>`;
}

const retryWords = { yes: 'safe to try again', no: 'no use to try again', look: 'look before you try again' } as const;

export function errorsPage(): string {
  const content = html`<h1>Errors</h1>
<p>A failing system nulls its own fields and adds one error each; the rest of the answer arrives. <code>extensions</code> of an error hold its <code>code</code>, the <code>system</code>, the <code>operation</code> (the field that made the call), the <code>requestId</code> of the gateway's log and whether it is <code>retryable</code>.</p>
<table><thead><tr><th scope="col">Code</th><th scope="col">What happened</th><th scope="col">Again?</th></tr></thead>
<tbody>${errorNames.map((code) => html`<tr><td><a href="${code}.html"><code>${code}</code></a></td><td>${errorPages[code].title}</td><td><span class="retry retry-${errorCodes[code]}">${retryWords[errorCodes[code]]}</span></td></tr>\n`)}</tbody></table>`;
  return page({ title: 'Errors', up: '../', content });
}

export function errorPage(code: ErrorCode): string {
  const { title, happened, todo, retry } = errorPages[code];
  const content = html`<h1><code>${code}</code></h1>
<p class="lead">${title}. <span class="retry retry-${errorCodes[code]}">${retryWords[errorCodes[code]]}</span></p>
<h2>What happened</h2>
${happened.map((paragraph) => html`<p>${inline(paragraph)}</p>`)}
<h2>What to do</h2>
<ul>${todo.map((step) => html`<li>${inline(step)}</li>`)}</ul>
<h2>Is a retry safe?</h2>
<p>${inline(retry)}</p>
<p><a href="index.html">All errors</a></p>`;
  return page({ title: code, up: '../', content });
}
