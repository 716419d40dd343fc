// What the process keeps in memory, and whether it is well.

import { html, Page, Figure, Figures, Meter, Table, Since, Empty } from './parts.js';
import { useLive } from './live.js';
import { bytes, count } from './words.js';

export function Memory() {
  const live = useLive('page', 'caches');
  const data = live.data;
  const all = data?.items.reduce((sum, c) => sum + c.bytes, 0);
  return html`<${Page} title="Caches & memory" live=${live}>${data && html`
    <${Figures} label="Memory">
      <${Figure} label="Heap used" value=${bytes(data.process.heapUsed)} detail=${`of ${bytes(data.process.heapMax)} at most`} />
      <${Figure} label="Heap taken" value=${bytes(data.process.heapCommitted)} />
      <${Figure} label="Beside the heap" value=${bytes(data.process.nonHeapUsed)} detail="code and classes" />
      <${Figure} label="Caches" value=${bytes(all)} detail="roughly" />
    </${Figures}>
    <${Meter} value=${data.process.heapUsed} max=${data.process.heapMax} label="Heap used" />
    <section aria-labelledby="caches"><h2 id="caches">Caches</h2>
    ${data.items.length === 0 ? html`<${Empty} title="No caches">A controller has one for its kind, and one for each that it owns, watches or reads.</${Empty}>` : html`
      <${Table} columns=${['Resource', 'Which', '#Objects', '#Bytes', '#An object']} label="Caches">${data.items.map((c) => html`
        <tr key=${`${c.resource} ${c.selection}`}><th scope="row" data-label="Resource">${c.resource}</th><td data-label="Which">${c.selection || 'all'}</td>
          <td class="n" data-label="Objects">${count(c.objects)}</td><td class="n" data-label="Bytes">${bytes(c.bytes)}</td>
          <td class="n" data-label="An object">${c.objects ? bytes(c.bytes / c.objects) : '–'}</td></tr>`)}</${Table}>`}</section>`}</${Page}>`;
}

const Check = ({ good, name, meaning }) => html`<li class=${good ? 'good' : 'bad'}><b>${good ? '✓' : '✕'} ${name}</b> <span class="note">${meaning}</span></li>`;

export function Health({ overview }) {
  const live = useLive('page', 'health');
  const data = live.data;
  return html`<${Page} title="Health" live=${live}>${data && html`
    <ul class="checks">
      <${Check} good=${data.live} name=${data.live ? 'alive' : 'not alive'} meaning="nothing is wrong that only a restart mends (/livez)" />
      <${Check} good=${data.ready} name=${data.ready ? 'ready' : 'not ready'} meaning="caches are filled, and events are processed (/readyz)" />
      <${Check} good=${data.synced} name=${data.synced ? 'caches filled' : 'caches not filled yet'} meaning="each has had its first list" />
      <${Check} good=${!data.closing} name=${data.closing ? 'stopping' : 'not stopping'} meaning=${overview.data ? html`up for <${Since} time=${overview.data.process.started} />` : ''} />
    </ul>
    <section aria-labelledby="ailments"><h2 id="ailments">What is wrong</h2>
    ${data.ailments.length === 0
      ? html`<${Empty} title="Nothing">A queue in which nothing moves, a run that does not end, a watch that has been blind for a minute, or a daemon without a heartbeat would be named
          here, with the object and the place in the code.</${Empty}>`
      : html`<ul class="attention">${data.ailments.map((a) => html`<li key=${a.part + a.problem} class=${a.fatal ? 'bad' : ''}><b>${a.part}</b> ${a.problem}${a.fatal ? ' (a restart may help)' : ''}</li>`)}</ul>`}</section>`}</${Page}>`;
}
