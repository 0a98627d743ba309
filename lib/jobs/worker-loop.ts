import 'server-only'
import { log } from '../platform/log'

/**
 * Does `work` over and over, for as long as the process lives or until it returns `stop`, with a pause after each time.
 * A failure doesn't end it. Of failures in a row only the first is logged, as `failure`.
 */
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
