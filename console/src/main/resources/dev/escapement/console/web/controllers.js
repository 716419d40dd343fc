// Controllers: their queues, their workers, and what those have in hand.

import { html, Page, Figure, Figures, Table, Since, Empty } from './parts.js';
import { Act } from './actions.js';
import { useLive } from './live.js';
import { count, objectLink, objectName, span, plural } from './words.js';

function Buttons({ c }) {
  return html`<div class="buttons">
    ${c.paused
      ? html`<${Act} action="resume" body=${{ controller: c.name }} label="Resume" question=${`Resume ${c.name}?`}
          detail=${c.pausedByCluster ? 'The ConfigMap of the operator pauses it: that has to be taken back there (esc resume).' : 'What has changed meanwhile is worked on, each object once.'} />`
      : html`<${Act} action="pause" body=${{ controller: c.name }} label="Pause" question=${`Pause ${c.name}?`}
          detail="No further run begins; those on their way go on. It lasts until somebody resumes, or the process ends." />`}
    <${Act} action="workers" body=${{ controller: c.name }} label="Workers…" verb="Change" question=${`Workers of ${c.name}`}
      detail="How many runs there may be at a time; the same twice pins it."
      fields=${[{ name: 'least', label: 'At least', value: c.workers.least }, { name: 'most', label: 'At most', value: c.workers.most }]} />
    <${Act} action="verbose" body=${{ controller: c.name, on: !c.verbose }} label=${c.verbose ? 'Log less' : 'Log in detail'}
      question=${c.verbose ? `Log ${c.name} as usual?` : `Log ${c.name} in detail?`} detail="Its debug lines are logged as info, or no longer." />
  </div>`;
}

function Working({ c }) {
  if (c.working.length === 0) return html`<p class="quiet">No worker has an object now.</p>`;
  return html`<${Table} columns=${['Object', '#For']} label=${`What workers of ${c.name} have`}>${c.working.map((w) => html`
    <tr key=${objectName(w)}><th scope="row" data-label="Object"><a class="row" href=${objectLink(c.name, w)}>${objectName(w)}</a></th>
      <td class="n" data-label="For"><${Since} time=${w.since} /></td></tr>`)}</${Table}>`;
}

function Waiting({ c }) {
  if (c.waiting.length === 0) return html`<p class="quiet">Nothing waits for a worker. Changes, schedules and retries that are due would.</p>`;
  return html`<${Table} columns=${['Object', 'Priority', '#For']} label=${`What waits for workers of ${c.name}`}>${c.waiting.map((w) => html`
    <tr key=${objectName(w)}><th scope="row" data-label="Object"><a class="row" href=${objectLink(c.name, w)}>${objectName(w)}</a></th>
      <td data-label="Priority">${w.priority}</td><td class="n" data-label="For"><${Since} time=${w.since} /></td></tr>`)}</${Table}>`;
}

function Flows({ c }) {
  if (c.flows.length === 0) return html`<p class="quiet">No flow has anything to do. Namespaces that share the workers would be here.</p>`;
  return html`<${Table} columns=${['Flow', '#Waiting', '#Running', '#A run takes']} label=${`Flows of ${c.name}`}>${c.flows.map((f) => html`
    <tr key=${f.flow}><th scope="row" data-label="Flow">${f.flow || '(none)'}</th><td class="n" data-label="Waiting">${count(f.waiting)}</td>
      <td class="n" data-label="Running">${count(f.processing)}</td><td class="n" data-label="A run takes">${span(f.costMs)}</td></tr>`)}</${Table}>`;
}

const Controller = ({ c }) => html`<article class="card" aria-labelledby=${`c-${c.name}`}>
  <header class="head"><div><h2 id=${`c-${c.name}`}>${c.name} ${c.paused && html`<span class="badge warn">‖ paused</span>`}
    ${c.verbose && html`<span class="badge">logs in detail</span>`}</h2>
    <p class="note">${c.kind} (${c.resource})</p></div><${Buttons} c=${c} /></header>
  <${Figures} label=${`Queue of ${c.name}`}>
    <${Figure} label="Objects" value=${count(c.objects)} href=${`#/objects?controller=${encodeURIComponent(c.name)}`} />
    <${Figure} label="Waiting" value=${count(c.queue.depth)} detail=${c.queue.oldest ? html`oldest for <${Since} time=${c.queue.oldest} />` : 'none'} />
    <${Figure} label="Running" value=${count(c.queue.processing)} detail=${`${plural(c.workers.now, 'worker')} (${c.workers.least}–${c.workers.most})`} />
    <${Figure} label="Scheduled" value=${count(c.queue.scheduled)} />
    <${Figure} label="Waited" value=${span(c.queue.waitedMs.p50)} detail=${`p99 ${span(c.queue.waitedMs.p99)}`} />
    <${Figure} label="A run took" value=${span(c.queue.workedMs.p50)} detail=${`p99 ${span(c.queue.workedMs.p99)}`} />
    <${Figure} label="Runs" value=${count(c.runs.total)} detail=${`${count(c.runs.failed)} failed, ${count(c.runs.givenUp)} given up`} />
  </${Figures}>
  <div class="columns">
    <section><h3>Running</h3><${Working} c=${c} /></section>
    <section><h3>Next in the queue</h3><${Waiting} c=${c} /></section>
    <section><h3>Flows</h3><${Flows} c=${c} /></section>
  </div></article>`;

export function Controllers() {
  const live = useLive('page', 'controllers');
  return html`<${Page} title="Controllers & queue" live=${live}>
    ${live.data?.items.length === 0 && html`<${Empty} title="No controllers">An operator has at least one.</${Empty}>`}
    ${live.data?.items.map((c) => html`<${Controller} key=${c.name} c=${c} />`)}</${Page}>`;
}
