import fc from 'fast-check'
import { hostileArguments, HOSTILE_BODIES } from '../builders/hostile'
import { isSignedIn, may } from './access-calls'
import { WHO, type Who } from './access-cast'
import { expect, SCENE, test } from './access-test'
import { builtAction, builtActions, type BuiltAction } from './built'
import { codeOf, formOf, postWithoutScript, postWithScript, type Posted } from './post-action'

/** For each action; `npm run test:fuzz` takes many more. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 3)
/** So many are made up at a time. */
const PART = 500
const AT_ONCE = 16
const STALL_MS = 200

const MUCH_LATER = [
  `UPDATE pending_removals SET due_at = due_at + interval '1 day'`,
  `UPDATE activations SET due_at = due_at + interval '1 day', expires_at = expires_at + interval '1 day'`,
]

test.describe.configure({ mode: 'default', lock: SCENE, timeout: 60_000 + RUNS * 3_000 })

/** What these do takes no input: they do it for whoever may. */
const TAKES_NOTHING =
  /^sign-in\.(signOut|signOutCompletely|signOutAtProvider)Action$|^audit\.verifyAuditLogAction$/

const whoMay = ({ access }: BuiltAction): Who =>
  WHO.find((who) => isSignedIn(who) && may(who, access)) ?? 'owner'

/**
 * What is wrong with an answer to arguments that no page sends; null when nothing is. What the framework can't take apart it
 * answers with a 500 of its own, before any action runs: `isReadable` says whether it can.
 */
function faultOf(answer: Posted, isReadable: boolean): string | null {
  if (/"code":"(internal|crashed)"/.test(answer.text)) return 'it failed'
  // Without a code: it came back as an error of the framework, from which nobody learns what to do.
  const isError = answer.status >= 500 || wordOf(answer) === 'crashed'
  return isError && isReadable ? `it answers ${answer.status}` : null
}

test(`whatever is sent to an action, it neither fails nor does anything: ${RUNS} calls of each @D3`, async ({
  scene,
  cast,
}) => {
  const actions = builtActions().filter(({ name }) => !TAKES_NOTHING.test(name))
  // What waits in the scene would come to its end by itself, in the middle of a long run.
  if (RUNS > PART) for (const later of MUCH_LATER) await scene.query(later)
  const words = new Map<string, number>()
  const faults: string[] = []
  let calls = 0
  // Plain values in here: the runner would keep a note of each of a quarter of a million expectations.
  const post = async (action: BuiltAction, args: unknown[], place: number) => {
    const cookie = cast.cookieOf(whoMay(action), action.access)
    const hasScript = place % 4 !== 0
    const way = hasScript ? postWithScript : postWithoutScript
    const headers = { cookie, origin: scene.portal }
    // What can't even be written down isn't sent.
    const answer = await way(`${scene.portal}/signed-out`, action, args, headers).catch(
      (err: unknown) => (isUnsendable(err) ? null : Promise.reject(err)),
    )
    if (answer === null) return
    calls += 1
    const isReadable = !(await isUnparsable(args)) && (hasScript || !pointsNowhere(args))
    const fault = faultOf(answer, isReadable)
    if (fault !== null) faults.push(`${action.name} ${fc.stringify(args)}: ${fault}`)
    const word = wordOf(answer) ?? 'nothing'
    words.set(word, (words.get(word) ?? 0) + 1)
  }
  for (const action of actions) {
    for (let from = 0; from < RUNS; from += PART) {
      const numRuns = Math.min(PART, RUNS - from)
      // Nobody is to be refused for a sign-in that isn't fresh any more.
      if (RUNS > PART) await cast.renew(whoMay(action))
      const before = await cast.traces()
      const some = fc.sample(hostileArguments, { numRuns, seed: seedOf(action) + from })
      for (let first = 0; first < some.length; first += AT_ONCE) {
        // One person makes all the calls, and whoever has reached a limit is refused before anything else is looked at.
        await scene.query('DELETE FROM rate_limits')
        const group = some.slice(first, first + AT_ONCE)
        await Promise.all(group.map((args, place) => post(action, args, first + place)))
      }
      expect(faults).toEqual([])
      expect((await cast.traces()).known, `what ${action.name} did`).toBe(before.known)
    }
    if (RUNS > PART) console.info(`fuzz: ${calls} calls, ${action.name} is done`)
  }
  const description = `${calls} calls of ${actions.length} actions`
  test.info().annotations.push({ type: 'fuzz', description })
  console.info(`fuzz: ${description}`, Object.fromEntries(words))
  expect(calls).toBeGreaterThan(actions.length * RUNS * 0.8)
  expect(words.get('limited')).toBeUndefined()
})

test('what isn’t even arguments is refused quickly, and nobody else waits for it @D13', async ({
  scene,
  cast,
}) => {
  const headers = {
    cookie: cast.cookieOf('owner', 'own'),
    origin: scene.portal,
    'next-action': builtAction('devices.renameDeviceAction').id,
    accept: 'text/x-component',
  }
  const slow: string[] = []
  for (const [what, body] of Object.entries(HOSTILE_BODIES))
    for (const multipart of [false, true]) {
      /** How long somebody else waits while it is looked at. */
      const stall = async () => {
        const sending = fetch(`${scene.portal}/signed-out`, {
          method: 'POST',
          headers: multipart ? headers : { ...headers, 'content-type': 'text/plain;charset=UTF-8' },
          body: multipart ? formOf({ 0: body }) : body,
          redirect: 'manual',
        })
        const startedAt = performance.now()
        await fetch(`${scene.portal}/api/health/live`)
        const waited = performance.now() - startedAt
        const answer = await sending
        expect(await answer.text(), what).not.toMatch(/node_modules|\.ts:|at \w+ \(/)
        expect(answer.status, `${what}, ${multipart ? 'in parts' : 'as text'}`).toBeLessThan(500)
        return waited
      }
      let waited = await stall()
      // A busy machine stalls now and then; what is sent stalls every time.
      for (let tries = 1; waited > STALL_MS && tries < 3; tries++) waited = await stall()
      if (waited > STALL_MS) slow.push(`${what}: ${Math.round(waited)} ms`)
    }
  expect(slow).toEqual([])
})

/** What an answer says: its code, or why nobody was signed in. */
function wordOf(answer: Posted): string | undefined {
  const { location } = answer
  const reason = location === null ? null : new URL(location).searchParams.get('reason')
  return reason ?? codeOf(answer)
}

/** Whether the framework can't take the form apart, and so never asks the action: no browser sends such names of files. */
async function isUnparsable(args: readonly unknown[]): Promise<boolean> {
  for (const arg of args) {
    const within = partsOf(await arg)
    if (within === 'control' || (within !== null && (await isUnparsable(within)))) return true
  }
  return false
}

/** What an argument is made of; `control` for a file whose name has such characters, null for what has no parts. */
function partsOf(arg: unknown): readonly unknown[] | 'control' | null {
  if (arg instanceof File) return /\p{Cc}/u.test(arg.name) ? 'control' : null
  if (arg instanceof FormData) return [...arg.values()]
  if (arg instanceof Map) return [...arg.keys(), ...arg.values()]
  if (arg instanceof Set) return [...arg]
  const isPlain = Array.isArray(arg) || Object.getPrototypeOf(arg ?? 0) === Object.prototype
  return isPlain ? Object.values(arg as object) : null
}

/** Whether what a form without script brings along for the action speaks of parts (`$F1`, `$@1`) that the form hasn’t. */
function pointsNowhere(args: readonly unknown[]): boolean {
  const bound = args.at(-1) instanceof FormData ? args.slice(0, -1) : args
  return /"\$[@F]/.test(
    JSON.stringify(bound, (_, value: unknown) => (typeof value === 'bigint' ? 0 : value)),
  )
}

/** Another for each action, and the same in each run. */
function seedOf({ name }: BuiltAction): number {
  return [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7)
}

function isUnsendable(err: unknown): boolean {
  return err instanceof TypeError || (err instanceof Error && /serializ|encod/i.test(err.message))
}
