import { escapeHtml, page } from '../http/page'
import type { Mail } from './message'

const styles = `
article { margin: 0 0 1rem; padding: 1rem; background: var(--surface); border: 1px solid var(--line);
  border-radius: 14px; }
h2 { margin: 0 0 .25rem; font-size: 1.125rem; line-height: 1.3; overflow-wrap: anywhere; }
article p { margin: 0 0 1rem; }
pre { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
`

export function mailboxPage(mails: Mail[]): string {
  const articles = mails.toReversed().map(articleOf).join('\n')
  return page(
    'Sandbox mail',
    `<p>Every mail that the portal sends ends here, whoever it is for. Newest first; load the page again to see more.</p>
${articles || '<p>Nothing yet.</p>'}`,
    styles,
  )
}

function articleOf({ at, to, subject, text }: Mail): string {
  const minute = at.slice(0, 16).replace('T', ' ')
  return `<article>
<h2>${escapeHtml(subject)}</h2>
<p>To ${escapeHtml(to.join(', '))}, ${minute} UTC</p>
<pre>${escapeHtml(text)}</pre>
</article>`
}
