// What is not retried any more, the same failures of many objects together.

import { html, Page, Ago, Empty } from './parts.js';
import { Act } from './actions.js';
import { Pager } from './objects.js';
import { useLive } from './live.js';
import { clock, count, objectLink, objectName, plural } from './words.js';

const REPLAY = 'What they are about is tried once more. What fails again comes back.';
const DISCARD = 'They are shown no more. Their objects stay untried until their spec changes, over restarts as well.';

const Buttons = ({ body, what }) => html`<div class="buttons">
  <${Act} action="replay" body=${body} label="Replay" question=${`Replay ${what}?`} detail=${REPLAY} />
  <${Act} action="discard" body=${body} label="Discard" danger question=${`Discard ${what}?`} detail=${DISCARD} /></div>`;

export function Letters() {
  const live = useLive('page', 'dead-letters');
  return html`<${Page} title="Dead letters" note="What failed for good, or too often, and rests until it changes or is replayed; by what went wrong." live=${live}>
    ${live.data?.total === 0 && html`<${Empty} title="No dead letters">A run that returns <code>failedForGood(…)</code>, that the API server refuses for good, or that failed as
      often as its controller allows, would be here, the same failure of many objects in one line. The other objects go on meanwhile.</${Empty}>`}
    ${live.data?.groups.map((g) => html`<article class="card letter" key=${g.fingerprint} aria-label=${`Fingerprint ${g.fingerprint}`}>
      <header class="head"><div><h2><a class="row" href=${`#/dead-letters/${encodeURIComponent(g.fingerprint)}`}>${plural(g.count, 'object')}</a></h2>
        <p class="note">${g.controllers.join(', ')} · ${g.tasks.join(', ')} · ${plural(g.namespaces, 'namespace')} · fingerprint ${g.fingerprint}</p></div>
        <${Buttons} body=${{ fingerprint: g.fingerprint }} what=${plural(g.count, 'dead letter')} /></header>
      <pre>${g.error}</pre>
      <p class="note">first <${Ago} time=${g.first} />, last <${Ago} time=${g.last} /></p></article>`)}</${Page}>`;
}

/** One letter in full. */
export const LetterCard = ({ letter }) => html`<article class="card letter" aria-label=${`Dead letter ${letter.letter}`}>
  <header class="head"><div><h3><a class="row" href=${objectLink(letter.controller, letter)}>${objectName(letter)}</a></h3>
    <p class="note">${letter.kind} · ${letter.controller}, ${letter.task} · ${plural(letter.attempts, 'attempt')} · last <${Ago} time=${letter.last} /> · DeadLetter ${letter.letter}</p></div>
    <${Buttons} body=${{ letter: letter.letter }} what=${`the dead letter of ${objectName(letter)}`} /></header>
  <pre>${letter.error}</pre>
  ${letter.history.length > 1 && html`<details><summary>The last ${count(letter.history.length)} attempts</summary><ol class="errors">
    ${[...letter.history].reverse().map((f) => html`<li key=${f.at}><time dateTime=${f.at}>${clock(f.at)}</time><pre>${f.error}</pre></li>`)}</ol></details>`}</article>`;

export function Group({ fingerprint, query }) {
  const offset = query.get('offset') ?? 0;
  const live = useLive('page', `dead-letters?fingerprint=${encodeURIComponent(fingerprint)}&limit=50&offset=${offset}`);
  const data = live.data;
  return html`<p class="crumbs"><a href="#/dead-letters">Dead letters</a> › fingerprint</p>
    <${Page} title=${fingerprint} note="The same failure, object by object." live=${live}
      actions=${data?.total > 0 && html`<${Buttons} body=${{ fingerprint }} what=${plural(data.total, 'dead letter')} />`}>
    ${data?.total === 0 && html`<${Empty} title="None is left">They were replayed, discarded, or their objects have changed. <a href="#/dead-letters">To the others</a></${Empty}>`}
    ${data?.items.map((letter) => html`<${LetterCard} key=${letter.letter} letter=${letter} />`)}
    ${data?.total > 0 && html`<${Pager} data=${data} path=${`dead-letters/${encodeURIComponent(fingerprint)}`} query=${query} />`}</${Page}>`;
}
