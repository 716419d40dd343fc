// The gate that requests pass on their way to the API server.

import { html, Page, Figure, Figures, Meter, Table, Ago, Since } from './parts.js';
import { useLive } from './live.js';
import { clock, count, span } from './words.js';

const Lane = ({ name, what, lane }) => html`<article class="card" aria-label=${name}>
  <header class="head"><div><h2>${name} ${lane.pausedUntil && html`<span class="badge warn">‖ until <${Ago} time=${lane.pausedUntil} />: the server asked for it</span>`}</h2><p class="note">${what}</p></div></header>
  <${Meter} value=${lane.inFlight} max=${lane.limit ?? Math.max(1, lane.inFlight)} label=${`${lane.inFlight} of ${lane.limit ?? 'any number'} under way`} />
  <${Figures} label=${name}>
    <${Figure} label="Limit" value=${lane.limit === null ? 'none' : count(lane.limit)} />
    <${Figure} label="Under way" value=${count(lane.inFlight)} />
    <${Figure} label="Waiting" value=${count(lane.waiting)} tone=${lane.waiting ? 'warn' : ''} detail=${lane.waitingSince ? html`for <${Since} time=${lane.waitingSince} />` : ''} />
    <${Figure} label="Let through" value=${count(lane.admitted)} />
    <${Figure} label="Waited on average" value=${lane.waited.count ? span(lane.waited.totalMs / lane.waited.count) : '–'} />
    <${Figure} label="Refused" value=${count(lane.refused)} tone=${lane.refused ? 'warn' : ''} detail=${`${count(lane.retried)} sent again, ${count(lane.overdue)} overdue`} />
  </${Figures}>
  ${lane.lastDecrease
    ? html`<p>The limit was lowered from ${count(lane.lastDecrease.from)} to ${count(lane.lastDecrease.to)} at ${clock(lane.lastDecrease.at)}: ${lane.lastDecrease.code ? html`the server answered ${lane.lastDecrease.code}
        and asked to wait ${span(lane.lastDecrease.retryAfterMs)}` : 'the connection takes no more streams at a time'}${lane.lastDecrease.priorityLevel ? ` (priority level ${lane.lastDecrease.priorityLevel})` : ''}.</p>`
    : html`<p class="quiet">The server has never said that it is too much (429, or 503 with Retry-After). If it does, the limit goes down by half, and this says when and why.</p>`}</article>`;

export function Gate() {
  const live = useLive('page', 'gate');
  const data = live.data;
  return html`<${Page} title="API gate" note="How many requests may be under way, found out by what the server refuses." live=${live}>${data && html`
    <div class="columns"><${Lane} name="Reads" what="gets and lists" lane=${data.reads} /><${Lane} name="Writes" what="creations, patches, deletions" lane=${data.writes} /></div>
    <section aria-labelledby="answers"><h2 id="answers">Answers</h2>
      <${Table} columns=${['Method', 'Status', '#Answers']} label="Answers by method and status">${data.answers.map((a) => html`
        <tr key=${`${a.method} ${a.code}`} class=${a.code >= '400' ? 'bad' : ''}><th scope="row" data-label="Method">${a.method}</th><td data-label="Status">${a.code}</td><td class="n" data-label="Answers">${count(a.count)}</td></tr>`)}</${Table}>
      <p class="note">${count(data.exempt)} requests that never wait (watches that begin, Leases, probes) are under way.</p></section>`}</${Page}>`;
}
