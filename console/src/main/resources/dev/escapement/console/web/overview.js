// How the operator is, in one look.

import { useEffect, useRef, useState } from './vendor/hooks.mjs';
import { html, Page, Figure, Figures, Meter, Spark, Since, Table } from './parts.js';
import { Act, useMay } from './actions.js';
import { bytes, count, plural } from './words.js';

const KEPT = 120;

/** Rates, from counters that are looked at every two seconds as long as the page is open. */
function useRates(data) {
  const latest = useRef(data);
  latest.current = data;
  const [rates, setRates] = useState([]);
  useEffect(() => {
    let before = null;
    const timer = setInterval(() => {
      const reading = latest.current;
      if (!reading || document.hidden) {
        before = null;
        return;
      }
      const at = performance.now();
      const { runs } = reading;
      const { cpuMs } = reading.process;
      if (before) {
        const seconds = (at - before.at) / 1000;
        const rate = { runs: Math.max(0, (runs - before.runs) / seconds), cpu: Math.max(0, (cpuMs - before.cpuMs) / seconds / 10) };
        setRates((all) => [...all, rate].slice(-KEPT));
      }
      before = { at, runs, cpuMs };
    }, 2000);
    return () => clearInterval(timer);
  }, []);
  return rates;
}

const Controllers = ({ data }) => html`<section aria-labelledby="controllers"><h2 id="controllers">Controllers</h2>
  <${Table} columns=${['Controller', 'Kind', '#Objects', '#Running', '#Waiting', '#Retrying', '#Dead letters', '#Workers']} label="Controllers">${data.byController.map((c) => html`<tr key=${c.name}>
    <th scope="row" data-label="Controller"><a class="row" href="#/controllers">${c.name}</a> ${c.paused && html`<span class="badge warn">‖ paused</span>`}</th>
    <td data-label="Kind">${c.kind}</td><td class="n" data-label="Objects">${count(c.objects)}</td><td class="n" data-label="Running">${count(c.processing)}</td>
    <td class="n" data-label="Waiting">${count(c.waiting)}</td><td class="n" data-label="Retrying">${count(c.retrying)}</td>
    <td class="n" data-label="Dead letters">${count(c.deadLetters)}</td><td class="n" data-label="Workers">${count(c.workers)}</td></tr>`)}</${Table}></section>`;

function Attention({ data }) {
  const items = [
    ...data.health.ailments.map((a) => ({ href: '#/health', text: `${a.part}: ${a.problem}`, bad: true })),
    data.deadLetters > 0 && { href: '#/dead-letters', text: `${plural(data.deadLetters, 'dead letter')}: not tried any more until something changes`, bad: true },
    data.retrying > 0 && { href: '#/retrying', text: `${plural(data.retrying, 'object')} failed and will be tried again` },
    data.allPaused && { href: '#/controllers', text: `All controllers are paused${data.pausedByCluster ? ` by ConfigMap ${data.controlMap}` : ''}` },
    !data.allPaused && data.paused.length > 0 && { href: '#/controllers', text: `Paused: ${data.paused.join(', ')}` },
  ].filter(Boolean);
  return html`<section aria-labelledby="attention"><h2 id="attention">What needs attention</h2>
    ${items.length === 0
      ? html`<p class="quiet">Nothing. What fails, is given up, hangs or is paused will be listed here.</p>`
      : html`<ul class="attention">${items.map((i) => html`<li key=${i.text} class=${i.bad ? 'bad' : ''}><a href=${i.href}>${i.text}</a></li>`)}</ul>`}</section>`;
}

export function Overview({ live }) {
  const data = live.data;
  const rates = useRates(data);
  const may = useMay();
  const last = rates.at(-1);
  const pause = data && may && (data.allPaused
    ? html`<${Act} action="resume" body=${{}} label="Resume all" question="Resume all controllers?" detail="What has changed meanwhile is worked on, each object once." />`
    : html`<${Act} action="pause" body=${{}} label="Pause all" danger question="Pause all controllers?" detail="No further run begins; those on their way go on. It lasts until somebody resumes, or the process ends." />`);
  return html`<${Page} title="Overview" live=${live} actions=${pause}>${data && html`
    <${Figures} label="Objects and work">
      <${Figure} label="Objects" value=${count(data.objects)} href="#/objects" detail=${plural(data.controllers, 'controller')} />
      <${Figure} label="Running" value=${count(data.processing)} href="#/objects?state=running" />
      <${Figure} label="Waiting" value=${count(data.waiting)} href="#/controllers" detail="for a worker" />
      <${Figure} label="Scheduled" value=${count(data.scheduled)} href="#/objects?state=scheduled" detail="for later" />
      <${Figure} label="Retrying" value=${count(data.retrying)} href="#/retrying" tone=${data.retrying ? 'warn' : ''} />
      <${Figure} label="Dead letters" value=${count(data.deadLetters)} href="#/dead-letters" tone=${data.deadLetters ? 'bad' : ''} />
    </${Figures}>
    <${Attention} data=${data} />
    <${Controllers} data=${data} />
    <div class="columns">
      <section aria-labelledby="runs"><h2 id="runs">Runs</h2>
        <${Spark} values=${rates.map((r) => r.runs)} label="Runs a second, as long as this page has been open" />
        <dl class="pairs">
          <dt>a second</dt><dd>${last ? last.runs.toFixed(1) : '–'}</dd>
          <dt>since the start</dt><dd>${count(data.runs)}</dd>
          <dt>failed</dt><dd>${count(data.failed)}</dd>
          <dt>given up</dt><dd>${count(data.givenUp)}</dd></dl></section>
      <section aria-labelledby="process"><h2 id="process">Process</h2>
        <${Meter} value=${data.process.heapUsed} max=${data.process.heapMax} label="Heap used" />
        <dl class="pairs">
          <dt>heap</dt><dd>${bytes(data.process.heapUsed)} of ${bytes(data.process.heapMax)}</dd>
          <dt>processor</dt><dd>${last ? `${last.cpu.toFixed(0)} %` : '–'} of ${data.process.processors}00 %</dd>
          <dt>up for</dt><dd><${Since} time=${data.process.started} /></dd>
          <dt>process</dt><dd>${data.process.pid}, Java ${data.process.java}</dd></dl></section>
      <section aria-labelledby="requests"><h2 id="requests">Requests</h2>
        <dl class="pairs">
          <dt>under way</dt><dd>${count(data.gate.inFlight)}</dd>
          <dt>waiting at the <a href="#/gate">gate</a></dt><dd>${count(data.gate.waiting)}</dd>
          <dt>refused by the server</dt><dd>${count(data.gate.refused)}</dd></dl></section>
    </div>`}</${Page}>`;
}
