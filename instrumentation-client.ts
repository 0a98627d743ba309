// Runs before anything else in the browser. Only the portal's own chunks may be loaded at run time; HTML made from text
// is not allowed at all. The name `default` is the one that the Content Security Policy admits (decision 8).

type TrustedTypes = {
  createPolicy: (name: 'default', rules: { createScriptURL: (text: string) => string }) => unknown
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }

trustedTypes?.createPolicy('default', {
  createScriptURL(text) {
    const url = new URL(text, location.origin)
    const own = url.origin === location.origin && url.pathname.startsWith('/_next/static/')
    if (!own) throw new TypeError('a script from elsewhere was refused')
    return text
  },
})

// Whoever signs out leaves nothing behind: not in other tabs, and not in a page that the browser has kept whole. The
// server says again what may be shown. Nothing is sent but that it happened.
const tabs = new BroadcastChannel('portal')
if (location.pathname === '/signed-out') tabs.postMessage('')
else tabs.onmessage = () => location.reload()
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload()
})
