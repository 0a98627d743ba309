import { setTimeout as sleep } from 'node:timers/promises'
import { launchForSandbox, startPortal, type PortalStart } from './portal'

type Running = Awaited<ReturnType<typeof startPortal>>

/** A portal that is killed and started again, as by an operator's service manager. */
export class RestartablePortal {
  readonly url: string
  /** How often it was killed. Somebody whose request failed may ask whether that was the reason. */
  kills = 0
  /** Whether it is dead or starts: a request that begins now fails for that reason, too. */
  isDown = false
  #running: Promise<Running>

  constructor(private readonly start: PortalStart) {
    this.url = `http://localhost:${start.port}`
    this.#running = startPortal(start)
  }

  /** Waits until it answers, however often it dies meanwhile. */
  async whenUp(): Promise<void> {
    for (;;) {
      const awaited = this.#running
      await awaited
      if (awaited === this.#running) return
    }
  }

  /** `kill -9`, and a new start; with `againMs`, the new one is killed as well, so long after its launch. */
  async killAndStart(againMs: number | null): Promise<void> {
    const { kill } = await this.#running
    this.kills++
    this.isDown = true
    this.#running = kill().then(async () => {
      if (againMs !== null) await this.#killAsItStarts(againMs)
      const started = await startPortal(this.start)
      this.isDown = false
      return started
    })
    await this.#running
  }

  async #killAsItStarts(ms: number): Promise<void> {
    const starting = launchForSandbox(this.start)
    await sleep(ms)
    this.kills++
    starting.child.kill('SIGKILL')
    await starting.ended
  }

  /** Ends it in good order. */
  async stop(): Promise<void> {
    await (await this.#running).stop()
  }

  async startAgain(): Promise<void> {
    this.#running = startPortal(this.start)
    await this.#running
  }
}
