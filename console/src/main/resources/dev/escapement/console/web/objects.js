// Objects: many at a glance, found by the server, a page at a time.

import { useEffect, useState } from './vendor/hooks.mjs';
import { html, Page, Table, State, Ago, Empty } from './parts.js';
import { useLive } from './live.js';
import { count, ended, objectLink, objectName, span } from './words.js';

const PAGE = 50;
const states = ['running', 'dead', 'paused', 'retrying', 'queued', 'scheduled', 'resting'];

function go(path, query, changes) {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  const text = next.toString();
  location.hash = text ? `#/${path}?${text}` : `#/${path}`;
}

/** Which part of what was found is shown. */
export function Pager({ data, path, query }) {
  if (data.total <= data.limit && data.offset === 0) return html`<p class="pager" role="status">${count(data.total)} in all</p>`;
  const to = Math.min(data.total, data.offset + data.items.length);
  return html`<nav class="pager" aria-label="Parts of the list">
    <button type="button" disabled=${data.offset === 0} onClick=${() => go(path, query, { offset: Math.max(0, data.offset - data.limit) })}>‹ Before</button>
    <span role="status">${count(data.items.length ? data.offset + 1 : 0)}–${count(to)} of ${count(data.total)}</span>
    <button type="button" disabled=${to >= data.total} onClick=${() => go(path, query, { offset: data.offset + data.limit })}>After ›</button></nav>`;
}

const Row = ({ o }) => html`<tr>
  <th scope="row" data-label="Object"><a class="row" href=${objectLink(o.controller, o)}>${objectName(o)}</a></th>
  <td data-label="State"><${State} of=${o.state} />${o.paused && o.state !== 'paused' ? ' ‖' : ''}</td>
  <td data-label="Controller">${o.controller}</td>
  <td data-label="Last run">${o.lastRun ? html`<${Ago} time=${o.lastRun.started} />` : html`<span class="none" title="It is not among the 512 objects that ran last">–</span>`}</td>
  <td class="n" data-label="Took">${o.lastRun ? span(o.lastRun.tookMs) : '–'}</td>
  <td data-label="Ended" class=${o.lastRun?.failed ? 'end wrong' : 'end'}>${o.lastRun ? ended(o.lastRun.end) : '–'}</td>
  <td class="n" data-label="Failures">${o.failures || '–'}</td>
  <td data-label="Next due"><${Ago} time=${o.due} /></td></tr>`;

const List = ({ data, label }) => html`<${Table} label=${label}
  columns=${['Object', 'State', 'Controller', 'Last run', '#Took', 'Ended', '#Failures', 'Next due']}>
  ${data.items.map((o) => html`<${Row} key=${`${o.controller} ${objectName(o)}`} o=${o} />`)}</${Table}>`;

function view(base, query) {
  const wanted = new URLSearchParams({ limit: PAGE });
  for (const name of ['controller', 'namespace', 'q', 'state', 'offset']) if (query.get(name)) wanted.set(name, query.get(name));
  return `${base}?${wanted}`;
}

export function Objects({ query }) {
  const live = useLive('page', view('objects', query));
  const [text, setText] = useState(query.get('q') ?? '');
  useEffect(() => {
    if (text === (query.get('q') ?? '')) return undefined;
    const timer = setTimeout(() => go('objects', query, { q: text, offset: '' }), 250);
    return () => clearTimeout(timer);
  }, [text]);
  const filtered = ['q', 'state', 'controller', 'namespace'].some((name) => query.get(name));
  return html`<${Page} title="Objects" note="What the operator looks after, and how each stands.">
    <form class="filters" role="search" onSubmit=${(event) => event.preventDefault()}>
      <label>Find <input type="search" value=${text} placeholder="namespace/name" onInput=${(event) => setText(event.target.value)} /> <kbd>/</kbd></label>
      <label>State <select value=${query.get('state') ?? ''} onChange=${(event) => go('objects', query, { state: event.target.value, offset: '' })}>
        <option value="">any</option>${states.map((s) => html`<option key=${s} value=${s}>${s}</option>`)}</select></label>
      ${filtered && html`<a href="#/objects" onClick=${() => setText('')}>Show all</a>`}
    </form>
    ${live.error && html`<p class="alert" role="alert">${live.error.message}</p>`}
    ${!live.data && !live.error && html`<p class="loading" role="status">Reading…</p>`}
    ${live.data?.total === 0 && (filtered
      ? html`<${Empty} title="Nothing is like this">No object matches. <a href="#/objects" onClick=${() => setText('')}>Show all</a></${Empty}>`
      : html`<${Empty} title="No objects yet">As soon as somebody creates one, with <code>kubectl apply</code> for instance, it is here, with its runs and why they happened.</${Empty}>`)}
    ${live.data?.total > 0 && html`<${List} data=${live.data} label="Objects" /><${Pager} data=${live.data} path="objects" query=${query} />`}</${Page}>`;
}

export function Retrying({ query }) {
  const live = useLive('page', view('retrying', query));
  return html`<${Page} title="Retrying" note="Their last run failed; each is tried again after a delay that grows. What is due first is first." live=${live}>
    ${live.data?.total === 0 && html`<${Empty} title="Nothing is being retried">An object whose run throws, or returns <code>failed(…)</code>, is here
      until it works, or becomes a <a href="#/dead-letters">dead letter</a> after the attempts that its controller allows.</${Empty}>`}
    ${live.data?.total > 0 && html`<${List} data=${live.data} label="Objects that are retried" /><${Pager} data=${live.data} path="retrying" query=${query} />`}</${Page}>`;
}
