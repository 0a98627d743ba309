import { ACCESS_OF_ACTIONS } from '../builders/access'
import { nobodys, WHO, type Who } from './access-cast'
import {
  ALL_WAYS,
  callIn,
  isRefusal,
  isSignedIn,
  may,
  OWN_PAGE,
  plain,
  refusalProblems,
  SIGNING,
  TWO_WAYS,
  type Cell,
  type Try,
} from './access-calls'
import { expect, SCENE, test } from './access-test'
import { builtActions } from './built'
import { codeOf } from './post-action'

// One worker: portals of their own take longer to start than all of this takes.
test.describe.configure({ mode: 'default', timeout: 120_000, lock: SCENE })

/** Fails for whatever is unexpected, and says how much was tried. */
function report(what: string, cells: number, unexpected: string[]) {
  const description = `${cells} cells, ${unexpected.length} unexpected`
  test.info().annotations.push({ type: `access matrix, ${what}`, description })
  console.info(`access matrix, ${what}: ${description}`)
  expect(unexpected).toEqual([])
}

test('each action of the build says who may use it, and every kind of access has an action @C1', () => {
  const actions = builtActions()
  expect(actions.filter(({ access }) => access === undefined)).toEqual([])
  const kinds = new Set(actions.map(({ access }) => access))
  expect(kinds).toEqual(new Set(Object.values(ACCESS_OF_ACTIONS)))
})

/** What a route lets through doesn't depend on the role: two of them try all ways. */
const waysAtNight = (who: Who) => (who === 'anonymous' || who === 'stranger' ? ALL_WAYS : TWO_WAYS)

for (const pages of [OWN_PAGE, 'any page, with script or without'])
  for (const who of WHO)
    test(`through ${pages} no action gives or changes what isn’t theirs: ${who} @C1 @C2 @C4${pages === OWN_PAGE ? '' : ' @nightly'}`, async ({
      scene,
      cast,
    }) => {
      const unexpected: string[] = []
      let cells = 0
      const { target } = cast
      const ways = pages === OWN_PAGE ? [OWN_PAGE] : waysAtNight(who)
      for (const action of builtActions()) {
        const { name, access } = action
        if (may(who, access) && access !== 'everybody') continue
        const before = await cast.traces()
        const answers = await callIn({ scene, cast }, { action, who, target }, ways)
        const after = await cast.traces()
        cells += answers.length
        unexpected.push(...answers.flatMap((answer) => refusalProblems(answer, target)))
        if (after.known !== before.known)
          unexpected.push(`${name}, ${who}: ${before.known} has become ${after.known}`)
        // Their own page may show them what is theirs.
        if (after.calls.length > 0 && !(who === 'owner' && access === 'everybody'))
          unexpected.push(`${name}, ${who}: the service was asked to ${after.calls.join()}`)
        if (access !== 'own' || !isSignedIn(who) || SIGNING.test(name)) continue
        // Somebody else's is answered like what isn't there.
        const nobody = nobodys()
        const twins = await callIn({ scene, cast }, { action, who, target: nobody }, [OWN_PAGE])
        cells += twins.length
        const theirs = answers.filter(({ way }) => way === OWN_PAGE)
        const said = [
          theirs.map(({ posted }) => plain(posted, target)),
          twins.map(({ posted }) => plain(posted, nobody)),
        ].map(String)
        if (said[0] !== said[1])
          unexpected.push(`${name}, ${who}: ${said.join(' and of nothing ')}`)
      }
      report(who, cells, unexpected)
    })

const ELSEWHERE = {
  'another site': { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
  'a page without an origin': { origin: 'null' },
  'another port of this machine': { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' },
  nowhere: {},
  'a link elsewhere': { 'sec-fetch-site': 'cross-site' },
}
/** The front door and the check of the action see them alike. */
const IN_EACH_RUN = ['another site', 'nowhere']

for (const [from, headers] of Object.entries(ELSEWHERE))
  test(`a post from ${from} does nothing, also for those who may use the action @D1${IN_EACH_RUN.includes(from) ? '' : ' @nightly'}`, async ({
    scene,
    cast,
  }) => {
    const unexpected: string[] = []
    let cells = 0
    for (const action of builtActions()) {
      const who = WHO.find((one) => isSignedIn(one) && may(one, action.access)) ?? 'owner'
      const before = await cast.traces()
      const attempt: Try = { action, who, target: cast.target, headers }
      const answers = await callIn({ scene, cast }, attempt, TWO_WAYS)
      const after = await cast.traces()
      cells += answers.length
      unexpected.push(
        ...answers
          .filter(({ posted }) => !isRefusal(posted, scene.portal))
          .map(({ way, posted }) => `${action.name}, ${way}: ${JSON.stringify(posted)}`),
      )
      if (JSON.stringify(after) !== JSON.stringify({ ...before, calls: [] }))
        unexpected.push(`${action.name}: ${JSON.stringify(after)}`)
    }
    report(`from ${from}`, cells, unexpected)
  })

/** What nobody may be told who may. */
const REFUSED = ['signed-out', 'not-allowed', 'elsewhere', 'invalid', 'internal', 'records-down']

const isWrong = ({ posted }: Cell) => posted.status >= 400 || REFUSED.includes(codeOf(posted) ?? '')

for (const who of ['owner', 'support', 'auditor'] as const)
  test(`who may use an action is not refused, or the refusals would show nothing: ${who} @C1`, async ({
    scene,
    cast,
  }) => {
    const allowed = builtActions().filter(
      ({ access }) => access !== 'everybody' && may(who, access),
    )
    const unexpected: string[] = []
    let cells = 0
    for (const action of allowed) {
      const attempt = { action, who, target: cast.target }
      const answers = await callIn({ scene, cast }, attempt, [OWN_PAGE])
      cells += answers.length
      // Of what an action might take it takes one.
      if (answers.every(isWrong))
        unexpected.push(`${action.name}: ${answers.map(({ posted }) => posted.text).join()}`)
    }
    report(`${who} may`, cells, unexpected)
  })
