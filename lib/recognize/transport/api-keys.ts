import 'server-only'
import { env } from '../../platform/env'
import { log } from '../../platform/log'
import { processSingleton } from '../../platform/process-singleton'
import { reloadingSecret } from '../../platform/reloading-secret'
import { parseApiKeys, type ApiKeys } from '../../platform/settings/api-keys'

/** How many keys one call tries: the two that are known, and two new ones from the file when both are refused. */
const MOST_TRIED = 4

const state = processSingleton<{ keys: ApiKeys | null; worked: string | null }>(
  'recognize-keys',
  () => ({ keys: null, worked: null }),
)

function source() {
  const { RECOGNIZE_API_KEY: initial, RECOGNIZE_API_KEY_FILE: file } = env()
  return reloadingSecret('RECOGNIZE_API_KEY', file, initial, parseApiKeys)
}

/** The key to try next in one call; null when all were tried. The first is the one that worked last, or else the newest. */
export function nextKey(tried: ReadonlySet<string>): string | null {
  if (tried.size >= MOST_TRIED) return null
  return untried(source().now(), tried) ?? untried(source().again(), tried)
}

function untried(keys: ApiKeys, tried: ReadonlySet<string>): string | null {
  if (keys !== state.keys) Object.assign(state, { keys, worked: null })
  const { worked } = state
  const inOrder = worked === null ? keys : [worked, ...keys]
  return inOrder.find((key) => !tried.has(key)) ?? null
}

/** Notes that the service accepts this key, so that the next call begins with it. */
export function keyWorked(key: string): void {
  // A call that was under way while the keys changed must not bring back one that was taken away.
  if (state.worked === key || state.keys?.includes(key) === false) return
  state.worked = key
  if (state.keys !== null && key !== state.keys[0])
    log().warn({}, 'the service refuses the newest API key and accepts the one before it')
}
