import { document, escapeHtml } from '../http/page'
import { errorModels, selfieFailures } from './errors'
import { fingerprint } from './fingerprint'
import type { Notice, OwnKey, Phone, Redeemed } from './phones'
import type { PhoneRow } from './sdk'
import { styles } from './styles'

const mark = `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="12" cy="5" r="2.5"/><path d="M12 7.5V21M7 11h10M4 14c0 4 3.5 7 8 7s8-3 8-7"/></svg>`

const face = `<svg class="face" viewBox="0 0 100 120" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" aria-hidden="true"><ellipse cx="50" cy="60" rx="42" ry="52"/><path d="M35 48v6M65 48v6M35 78c8 8 22 8 30 0"/></svg>`

function app(content: string, portal?: string): string {
  const link =
    portal === undefined
      ? ''
      : ` It belongs to <a href="${escapeHtml(portal)}">${escapeHtml(portal)}</a>.`
  return document(
    'Harbour Bank app — sandbox phone',
    `<header><div>${mark}<strong>Harbour Bank</strong><span class="pill">Sandbox phone</span></div></header>
<main>
${content}
</main>
<footer>This page plays the bank’s app on a phone: there is no camera and no real face.${link}</footer>`,
    styles,
  )
}

const noticeBox = ({ tone, title, text }: Notice) =>
  `<div class="notice ${tone}" role="${tone === 'bad' ? 'alert' : 'status'}"><h2>${escapeHtml(title)}</h2><p>${escapeHtml(text)}</p></div>`

const button = (action: string, label: string, kind = '', hidden = '') =>
  `<form method="post" action="${action}">${hidden}<button class="${kind}">${label}</button></form>`

/** The target of `#code=…` and `#make=…`. The fragment stays in the browser, so a script has to pass it on. */
export function linkPage(nonce: string): string {
  return app(`<h1>Opening the link …</h1>
<form method="post" action="open" id="open"><input type="hidden" name="code"></form>
<noscript><p>Scripts are off, so the code in the link can’t be read. Type the short code instead.</p></noscript>
<p><a href="./">To the app</a></p>
<script nonce="${nonce}">
const take = () => {
  const code = new URLSearchParams(location.hash.slice(1))
  const form = document.getElementById('open')
  form.elements.code.value = code.get('code') ?? code.get('make') ?? ''
  history.replaceState(null, '', location.pathname)
  if (form.elements.code.value) form.submit()
}
addEventListener('hashchange', () => location.hash && take())
take()
</script>`)
}

export interface Home {
  phone: Phone
  portal: string
  /** The person's phones, for a browser that wants to act as one of them. */
  phones: PhoneRow[]
}

export function homePage({ phone, portal, phones }: Home): string {
  const { session, code, redeemed, ownKey, notice } = phone
  const isSelfie = session !== null && redeemed !== null
  const isIdle = !isSelfie && code === null
  const parts = [
    `<h1>${titleOf(phone)}</h1>`,
    session ? who(session.name) : '',
    notice ? noticeBox(notice) : '',
    session ? '' : signInCard(code !== null),
    isSelfie ? selfieCard(redeemed, ownKey) : '',
    session && !isSelfie && code !== null ? codeCard(session.name) : '',
    ownKey && !isSelfie ? ownCard(ownKey, session !== null) : '',
    isIdle ? typeCard() : '',
    session && !ownKey && phones.length > 0 && redeemed?.purpose !== 'BIND' ? beCard(phones) : '',
  ]
  return app(parts.filter(Boolean).join('\n'), portal)
}

function titleOf({ ownKey, redeemed }: Phone): string {
  if (redeemed) return redeemed.purpose === 'BIND' ? 'Set up this phone' : 'Help your new phone'
  return ownKey ? 'Your phone' : 'A new phone'
}

const who = (name: string) =>
  `<div class="who"><span>Signed in as ${escapeHtml(name)}</span>${button('sign-out', 'Sign out')}</div>`

function signInCard(hasCode: boolean): string {
  const text = hasCode
    ? 'The code is here. Sign in to use it: it works only for the person it was made for.'
    : 'The app asks who you are before it does anything.'
  return `<section><h2>Who are you?</h2><p>${text}</p>${button('sign-in', 'Sign in', 'main')}</section>`
}

function codeCard(name: string): string {
  return `<section><h2>A code from the portal</h2><p>Use it for ${escapeHtml(name)}? Only if you asked for it yourself.</p>
${button('redeem', 'Use the code', 'main')}
${button('drop', 'Throw the code away', 'quiet')}</section>`
}

function typeCard(): string {
  return `<section><h2>Have a code?</h2><p>Scan the QR code in the portal, or type the short code under it.</p>
<form method="post" action="code"><label for="code">Code from the portal</label>
<div class="field"><input id="code" name="code" required autocomplete="off" autocapitalize="characters" spellcheck="false"><button>Take the code</button></div></form></section>`
}

const outcome = (value: string, label: string, kind = '') =>
  `<button name="outcome" value="${value}" class="${kind}">${label}</button>`

function modelField(chosen: string): string {
  const options = errorModels.map(
    (model) =>
      `<option value="${model}"${model === chosen ? ' selected' : ''}>${model || 'not stated'}</option>`,
  )
  return `<label for="errorModel">Error model of the SDK</label>
<select id="errorModel" name="errorModel">${options.join('')}</select>`
}

function selfieCard({ purpose, errorModel }: Redeemed, ownKey: OwnKey | null): string {
  if (purpose === 'MAKE_STATE' && !ownKey)
    return `<section><h2>This phone isn’t set up</h2><p>The code is for a phone that already works. Choose below which of your phones this one is.</p>${button('stop', 'Stop here', 'quiet')}</section>`
  const failures = Object.entries(selfieFailures).map(([value, { label }]) => outcome(value, label))
  const text =
    purpose === 'BIND'
      ? 'Your face unlocks the backup, and this phone becomes yours.'
      : 'This phone makes a temporary state for the new one.'
  const silent = purpose === 'BIND' ? outcome('silent', 'It’s me, but the app closes') : ''
  return `<section><h2>Take a selfie</h2><p>${text}</p>${face}
<form method="post" action="selfie">${outcome('me', 'It’s me', 'main')}
<h3>Or let it go wrong</h3>
${modelField(errorModel)}
<div class="choices">${failures.join('\n')}${silent}</div></form>
${button('stop', 'Stop here', 'quiet')}</section>`
}

function ownCard({ publicSigningKey, description }: OwnKey, isSignedIn: boolean): string {
  const actions = [
    button('try', 'Try it once', 'main'),
    button('state', 'Make a backup', '', '<input type="hidden" name="type" value="BACKUP">'),
    button(
      'state',
      'Make a temporary state',
      '',
      '<input type="hidden" name="type" value="TEMPORARY">',
    ),
  ]
  return `<section><h2>${escapeHtml(description)}</h2><p>Set up with your face.</p>
<p class="fingerprint"><span>Fingerprint</span>${fingerprint(publicSigningKey)}</p>
${isSignedIn ? actions.join('\n') : ''}
${button('reset', 'Reset this phone', 'quiet')}</section>`
}

function beCard(phones: PhoneRow[]): string {
  const rows = phones.map(
    ({ publicSigningKey, osVersion }, index) =>
      `<label><input type="radio" name="key" value="${escapeHtml(publicSigningKey)}"${index === 0 ? ' checked' : ''}>${escapeHtml(osVersion)} <code>${fingerprint(publicSigningKey)}</code></label>`,
  )
  return `<section><h2>Or play an old phone</h2><p>One that is set up already.</p>
<form method="post" action="be"><fieldset aria-label="Your phones">${rows.join('\n')}</fieldset><button>Be this phone</button></form></section>`
}

export function messagePage(title: string, text: string): string {
  return app(
    `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p><p><a href="/">To the app</a></p>`,
  )
}

export function portalsPage(portals: ReadonlyMap<string, string>): string {
  const links = [...portals].map(
    ([port, url]) => `<p><a href="/p/${port}/">${escapeHtml(url)}</a></p>`,
  )
  return app(`<h1>Which portal?</h1><section>${links.join('')}</section>`)
}
