import 'server-only'
import { log } from '../platform/log'

/** Repeats `work` until it returns `stop`, with a pause after each time. Of failures in a row the first is logged. */
export function runWorkerLoop(
  work: () => Promise<'stop' | undefined | void>,
  pauseMs: number,
  failure: string,
): void {
  let hasFailed = false
  const turn = async () => {
    try {
      if ((await work()) === 'stop') return
      hasFailed = false
    } catch (err) {
      if (!hasFailed) log().error({ err }, failure)
      hasFailed = true
    }
    setTimeout(() => void turn(), pauseMs).unref()
  }
  void turn()
}
