import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { processSingleton } from './process-singleton'

type Served = { readonly request: IncomingMessage; readonly response: ServerResponse }

const served = () =>
  processSingleton('browser-gone', () => ({
    signals: new AsyncLocalStorage<AbortSignal>(),
    watching: false,
  }))

/** Attaches a signal for {@link browserGone} to every later request: Node tells, the framework doesn’t. */
export function watchRequests(): void {
  const state = served()
  if (state.watching) return
  state.watching = true
  subscribe('http.server.request.start', (message) => {
    const { response } = message as Served
    const gone = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) gone.abort()
    })
    state.signals.enterWith(gone.signal)
  })
}

/** Aborts when the browser of the current HTTP request leaves before the answer. Undefined outside a request. */
export function browserGone(): AbortSignal | undefined {
  return served().signals.getStore()
}
