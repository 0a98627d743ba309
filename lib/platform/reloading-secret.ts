import 'server-only'
import { readSecretFile } from './settings/secrets'
import { log } from './log'
import { processSingleton } from './process-singleton'
import type { Result } from './result'

const LOOK_EVERY_MS = 2_000

type State<Value> = { content: string | null | undefined; value: Value; lookedAt: number }

/** The current value of a secret. */
export type ReloadingSecret<Value> = {
  /** Reads the file again, if the last read is more than two seconds old. */
  readonly now: () => Value
  /** Reads the file at once. */
  readonly again: () => Value
}

/** The current content of a secret’s file, if it has one. While it can’t be used, the last good value stays. */
export function reloadingSecret<Value>(
  name: string,
  file: string | undefined,
  initial: Value,
  parse: (content: string) => Result<Value, string>,
): ReloadingSecret<Value> {
  const state = processSingleton<State<Value>>(`secret/${name}`, () => ({
    content: undefined,
    value: initial,
    lookedAt: -Infinity,
  }))
  const again = () => {
    if (file === undefined) return state.value
    state.lookedAt = performance.now()
    const read = readSecretFile(file)
    const content = read.ok ? read.value : null
    if (content === state.content) return state.value
    const isFirst = state.content === undefined
    state.content = content
    const parsed = read.ok ? parse(read.value) : read
    if (!parsed.ok)
      log().error(
        { setting: name, problem: parsed.error },
        'the file of a secret can’t be used: the last good one stays',
      )
    else {
      state.value = parsed.value
      if (!isFirst) log().info({ setting: name }, 'a secret was read anew from its file')
    }
    return state.value
  }
  return {
    again,
    now: () => (performance.now() - state.lookedAt < LOOK_EVERY_MS ? state.value : again()),
  }
}
