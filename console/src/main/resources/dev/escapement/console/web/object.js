// One object: why it ran, what came of it, what comes next.

import { html, Page, Figure, Figures, State, Ago, Since, Table } from './parts.js';
import { Act, useMay } from './actions.js';
import { LetterCard } from './letters.js';
import { useLive } from './live.js';
import { because, clock, count, ended, objectName, span } from './words.js';

const Run = ({ run }) => html`<li class=${run.failed ? 'bad' : ''}>
  <div class="when"><time dateTime=${run.started} title=${run.started}>${clock(run.started)}</time> <span class="note">took ${span(run.tookMs)}${run.attempt > 1 ? `, attempt ${run.attempt}` : ''}</span></div>
  <ul class="causes" aria-label="Why it ran">${run.causes.map((c, i) => html`<li key=${i} title=${c.text}>${because(c)}${c.resourceVersion && html` <span class="note">@${c.resourceVersion}</span>`}</li>`)}</ul>
  <p class="end">${ended(run.end)}</p></li>`;

function Timeline({ o }) {
  return html`<section aria-labelledby="timeline"><h2 id="timeline">Timeline</h2>
    <ol class="timeline">
      ${o.runningSince && html`<li class="now"><div class="when">Now</div><p>A run is on its way, for <${Since} time=${o.runningSince} />.</p></li>`}
      ${o.waitingFor.length > 0 && html`<li class="now"><div class="when">Next</div><ul class="causes" aria-label="What the next run is for">${o.waitingFor.map((c, i) => html`<li key=${i} title=${c.text}>${because(c)}</li>`)}</ul></li>`}
      ${o.due && !o.runningSince && html`<li class="now"><div class="when">Next</div><p>A run is due <${Ago} time=${o.due} />, without any change.</p></li>`}
      ${o.history.map((run) => html`<${Run} key=${run.started} run=${run} />`)}
    </ol>
    ${o.history.length === 0 && html`<p class="quiet">No run of it is remembered: each controller knows the last 8 runs of the 512 objects that ran last. Its next one will be here.</p>`}</section>`;
}

const Errors = ({ o }) => html`<section aria-labelledby="errors"><h2 id="errors">Last errors</h2>
  ${o.errors.length === 0
    ? html`<p class="quiet">None since it last worked.</p>`
    : html`<ol class="errors">${[...o.errors].reverse().map((e) => html`<li key=${e.at}><time dateTime=${e.at}>${clock(e.at)}</time><pre>${e.error}</pre></li>`)}</ol>`}</section>`;

const Tasks = ({ o }) => o.tasks.length > 0 && html`<section aria-labelledby="own-tasks"><h2 id="own-tasks">Timers and daemons</h2>
  <${Table} columns=${['Task', 'State', 'Next call, or last heartbeat', '#Failures']} label="Timers and daemons of this object">${o.tasks.map((t) => html`
    <tr key=${t.task}><th scope="row" data-label="Task">${t.task}</th><td data-label="State"><${State} of=${t.state} /></td>
      <td data-label="Next, or last"><${Ago} time=${t.at} /></td><td class="n" data-label="Failures">${t.failures || '–'}</td></tr>`)}</${Table}></section>`;

const About = ({ o }) => html`<section aria-labelledby="about"><h2 id="about">About it</h2><dl class="pairs">
  <dt>kind</dt><dd>${o.kind} (${o.apiVersion})</dd><dt>controller</dt><dd>${o.controller}</dd>
  <dt>uid</dt><dd class="long">${o.uid}</dd><dt>version</dt><dd>${o.resourceVersion}</dd>
  <dt>generation</dt><dd>${o.generation || '–'}</dd><dt>created</dt><dd><${Ago} time=${o.created} /></dd>
  ${o.finalizers.length > 0 && html`<dt>finalizers</dt><dd class="long">${o.finalizers.join(', ')}</dd>`}
  ${o.owners.length > 0 && html`<dt>owned by</dt><dd class="long">${o.owners.join(', ')}</dd>`}
  ${Object.keys(o.labels).length > 0 && html`<dt>labels</dt><dd class="long">${Object.entries(o.labels).map(([k, v]) => `${k}=${v}`).join(', ')}</dd>`}</dl></section>`;

export function One({ controller, namespace, name }) {
  const live = useLive('page', `objects/${[controller, namespace, name].map(encodeURIComponent).join('/')}`);
  const may = useMay();
  const o = live.data;
  const key = { namespace: namespace === '-' ? '' : namespace, name };
  const body = { controller, ...key };
  const buttons = o && may && (o.paused
    ? html`<${Act} action="resume" body=${body} label="Resume" question=${`Resume ${objectName(key)}?`} detail="If an annotation, its controller or all controllers are paused, it stays paused." />`
    : html`<${Act} action="pause" body=${body} label="Pause" question=${`Pause ${objectName(key)}?`} detail="No further run of it begins. It lasts until somebody resumes it, or the process ends; the annotation escapement.dev/paused lasts longer." />`);
  return html`<p class="crumbs"><a href="#/objects">Objects</a> › ${controller}</p>
    <${Page} title=${objectName(key)} live=${live} actions=${buttons}>${o && html`
    <${Figures} label="How it stands">
      <${Figure} label="State" value=${html`<${State} of=${o.state} />`} detail=${o.deleting ? 'is being deleted' : o.paused ? 'paused' : ''} />
      <${Figure} label="Next due" value=${html`<${Ago} time=${o.due} />`} detail=${o.due ? clock(o.due) : 'when something changes'} />
      <${Figure} label="Failures in a row" value=${count(o.failures)} tone=${o.failures ? 'warn' : ''} />
      <${Figure} label="Dead letters" value=${count(o.deadLetters)} tone=${o.deadLetters ? 'bad' : ''} />
    </${Figures}>
    ${o.letters.map((letter) => html`<${LetterCard} key=${letter.letter} letter=${letter} />`)}
    <div class="columns wide"><${Timeline} o=${o} /><div><${Errors} o=${o} /><${Tasks} o=${o} /><${About} o=${o} /></div></div>`}</${Page}>`;
}
