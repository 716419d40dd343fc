// What happens beside reconciling: timers and daemons.

import { html, Page, Figure, Figures, Histogram, Table, State, Ago, Empty } from './parts.js';
import { useLive } from './live.js';
import { count, objectLink, objectName, span } from './words.js';

const Objects = ({ tasks, controller, when, label }) => html`<${Table} columns=${['Object', 'State', when, '#Failures']} label=${label}>${tasks.map((t) => html`
  <tr key=${objectName(t)}><th scope="row" data-label="Object"><a class="row" href=${objectLink(controller, t)}>${objectName(t)}</a></th>
    <td data-label="State"><${State} of=${t.state} /></td><td data-label=${when}><${Ago} time=${t.at} /></td>
    <td class="n" data-label="Failures">${t.failures || '–'}</td></tr>`)}</${Table}>`;

const Timer = ({ t }) => html`<article class="card" aria-label=${`Timer ${t.name}`}>
  <header class="head"><div><h2>${t.name}</h2><p class="note">timer of ${t.controller}, each ${span(t.intervalMs)}</p></div></header>
  <${Figures} label=${`Timer ${t.name}`}>
    <${Figure} label="Objects" value=${count(t.objects)} />
    <${Figure} label="Calls" value=${count(t.calls)} detail=${`${count(t.running)} on their way`} />
    <${Figure} label="Failed" value=${count(t.failed)} tone=${t.failed ? 'warn' : ''} detail=${`${count(t.retrying)} retried, ${count(t.parked)} given up`} />
    <${Figure} label="Missed ticks" value=${count(t.missed)} tone=${t.missed ? 'warn' : ''} />
    <${Figure} label="Late by" value=${span(t.latenessMs.p50)} detail=${`p99 ${span(t.latenessMs.p99)}, most ${span(t.latenessMs.max)}`} />
  </${Figures}>
  <div class="columns">
    <section><h3>How late calls began</h3>${t.calls === 0 ? html`<p class="quiet">There was no call yet.</p>` : html`
      <${Histogram} buckets=${t.latenessMs.buckets} name=${(b) => (b.toMs === null ? 'more' : `≤ ${span(b.toMs)}`)} label=${`Lateness of ${t.name}`} />`}</section>
    <section><h3>Next ticks</h3>${t.next.length === 0 ? html`<p class="quiet">None: it has no object that it could call for.</p>`
      : html`<${Objects} tasks=${t.next} controller=${t.controller} when="Due" label=${`Next ticks of ${t.name}`} />`}</section>
  </div></article>`;

const Daemon = ({ d }) => html`<article class="card" aria-label=${`Daemon ${d.name}`}>
  <header class="head"><div><h2>${d.name}</h2><p class="note">daemon of ${d.controller}${d.heartbeatMs ? `, reports each ${span(d.heartbeatMs)}` : ', need not report'}</p></div></header>
  <${Figures} label=${`Daemon ${d.name}`}>
    <${Figure} label="Running" value=${count(d.running)} />
    <${Figure} label="Started" value=${count(d.started)} />
    <${Figure} label="Crashed" value=${count(d.crashed)} tone=${d.crashed ? 'warn' : ''} detail=${`${count(d.retrying)} to start again, ${count(d.parked)} given up`} />
    <${Figure} label="Abandoned" value=${count(d.abandoned)} tone=${d.abandoned ? 'bad' : ''} />
  </${Figures}>
  <section><h3>Those to look at first</h3>${d.objects.length === 0 ? html`<p class="quiet">It runs for no object.</p>`
    : html`<${Objects} tasks=${d.objects} controller=${d.controller} when="Heartbeat" label=${`Objects of ${d.name}`} />`}</section></article>`;

export function Tasks() {
  const live = useLive('page', 'tasks');
  const data = live.data;
  return html`<${Page} title="Timers & daemons" note="What happens without a change." live=${live}>
    ${data && data.timers.length + data.daemons.length === 0 && html`<${Empty} title="No timers, no daemons">This operator only reconciles. <code>.timer("probe", every(ofMinutes(5)), this::probe)</code>
      would call for each object again and again, <code>.daemon("tail", always(), this::tail)</code> run as long as it is there; both would be here.</${Empty}>`}
    ${data?.timers.map((t) => html`<${Timer} key=${`${t.controller} ${t.name}`} t=${t} />`)}
    ${data?.daemons.map((d) => html`<${Daemon} key=${`${d.controller} ${d.name}`} d=${d} />`)}</${Page}>`;
}
