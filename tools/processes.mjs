// @ts-check
import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const GRACE_MS = 8_000
const TAIL_LINES = 25

/**
 * @typedef {object} Start
 * @property {string} name The name in messages, with a capital letter
 * @property {readonly string[]} command The program and its arguments
 * @property {Record<string, string | undefined>} env The whole environment. Nothing is inherited.
 * @property {string} [cwd]
 * @property {string} [log] The file that gets its output; this process's own output when absent
 * @property {'ipc' | 'stdin'} [lifeline] What closes when this process dies, however it dies. A program that heeds it
 *   is stopped by it as well; any other gets SIGTERM.
 * @property {number} [uid]
 * @property {number} [gid]
 */

/** @typedef {{ code: number | null, reason: string }} Ending `reason` completes the sentence “The portal …” */

/** @typedef {ReturnType<typeof startProcess>} Running */

/** Process groups that may still have processes. They must end with this process. @type {Set<number>} */
const groups = new Set()
process.on('exit', () => groups.forEach(killGroup))

/** @param {number} pid */
function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // The group is empty.
  }
  groups.delete(pid)
}

/**
 * The part of the environment that every program needs. The caller's settings stay out, above all the address and the
 * key of a real service.
 * @returns {Record<string, string>}
 */
export function bareEnvironment() {
  const names = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'TEMP', 'TMP']
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  )
}

/**
 * Starts a program in its own process group. Ctrl-C in the terminal does not reach the group, so the starter decides.
 * @param {Start} start
 */
export function startProcess({ name, command, env, cwd, log, lifeline, uid, gid }) {
  const [file = '', ...args] = command
  const output = log === undefined ? 'inherit' : openSync(log, 'a')
  const child = spawn(file, args, {
    cwd,
    // Next declares NODE_ENV as always present; an environment of our own may well lack it.
    env: /** @type {NodeJS.ProcessEnv} */ (env),
    detached: true,
    ...(uid === undefined ? {} : { uid, gid }),
    stdio: [
      lifeline === 'stdin' ? 'pipe' : 'ignore',
      output,
      output,
      ...(lifeline === 'ipc' ? [/** @type {const} */ ('ipc')] : []),
    ],
  })
  if (typeof output === 'number') closeSync(output)
  const { pid } = child
  if (pid !== undefined) groups.add(pid)

  let hasEnded = false
  /** @type {Promise<Ending>} */
  const ended = new Promise((resolve) => {
    child.once('error', (error) =>
      resolve({ code: null, reason: `can't be run: ${error.message}` }),
    )
    child.once('exit', (code, signal) =>
      resolve({ code, reason: signal ? `was ended by ${signal}` : `ended with exit code ${code}` }),
    )
  }).then((ending) => {
    hasEnded = true
    if (pid !== undefined) killGroup(pid)
    return ending
  })

  return {
    name,
    child,
    ended,
    hasEnded: () => hasEnded,
    output: () => (log === undefined ? '' : readFileSync(log, 'utf8')),

    /** Asks the program to end, kills it after a while, and returns when its whole group is gone. */
    async stop() {
      if (hasEnded) return
      if (lifeline === 'stdin') child.stdin?.end()
      else child.kill('SIGTERM')
      await Promise.race([ended, sleep(GRACE_MS, undefined, { ref: false })])
      if (!hasEnded && pid !== undefined) killGroup(pid)
      await ended
    },
  }
}

/**
 * Runs a program to its end and returns its exit code. A program that could not run or was killed counts as failed.
 * @param {Start} start
 * @returns {Promise<number>}
 */
export async function runToEnd(start) {
  const { code, reason } = await startProcess(start).ended
  if (code === null) console.error(`${start.name} ${reason}.`)
  return code ?? 1
}

/**
 * The last lines of a program's output, to explain its failure.
 * @param {Running} running
 */
export function lastLines(running) {
  return running.output().trimEnd().split('\n').slice(-TAIL_LINES).join('\n')
}

/**
 * Waits until `check` returns a value, and returns that value. Throws with the last lines of the output if the program
 * ends first or takes too long.
 * @template T
 * @param {Running} running
 * @param {() => T | undefined | false | Promise<T | undefined | false>} check
 * @param {number} timeoutMs
 * @returns {Promise<T>}
 */
export async function untilReady(running, check, timeoutMs = 60_000) {
  const deadline = Date.now() + timeoutMs
  while (Date.now() < deadline && !running.hasEnded()) {
    const found = await check()
    if (found !== undefined && found !== false) return found
    await Promise.race([running.ended, sleep(100)])
  }
  const what = running.hasEnded()
    ? (await running.ended).reason
    : `wasn't ready after ${timeoutMs / 1000} s`
  throw new Error(`${running.name} ${what}.\n${lastLines(running)}`)
}

/**
 * Whether a web server answers at this URL without a server error.
 * @param {string} url
 */
export async function answers(url) {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5_000) })
    await response.body?.cancel()
    return response.status < 500
  } catch {
    return false
  }
}
