import 'server-only'
import { log } from '../platform/log'

/**
 * Does `work` over and over, for as long as the process lives, with a pause after each time. A failure doesn't end it;
 * of failures in a row only the first is logged, as `failure`.
 */
export function runWorkerLoop(work: () => Promise<void>, pauseMs: number, failure: string): void {
  let hasFailed = false
  const turn = async () => {
    try {
      await work()
      hasFailed = false
    } catch (err) {
      if (!hasFailed) log().error({ err }, failure)
      hasFailed = true
    }
    setTimeout(() => void turn(), pauseMs).unref()
  }
  void turn()
}
