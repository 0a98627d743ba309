import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { bareEnvironment } from '../../tools/processes.mjs'
import { backupRow } from '../builders/rows'
import { codeIn } from '../fixtures/api'
import { expect, test } from '../fixtures/test'
import { expectNewPhone, showCode } from './phone'

const run = promisify(execFile)

/** A command of the guide, and what stands below it as the answer. */
interface Step {
  command: string
  answer: string
}

function stepsOf(name: string): Step[] {
  const text = readFileSync(
    fileURLToPath(new URL(`../../docs/integration/${name}.md`, import.meta.url)),
    'utf8',
  )
  const blocks = text.matchAll(/```sh\n(.*?)```\s*```(?:json|http)\n(.*?)```/gs)
  return [...blocks].map(([, command = '', answer = '']) => ({ command, answer }))
}

/** What a value looks like: its fields by name and kind, all the way down. */
function shapeOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
  if (Array.isArray(value)) return value.map(shapeOf)
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shapeOf(part)]))
}

async function follow({ command, answer }: Step, variables: Record<string, string>) {
  const { stdout } = await run('bash', ['-euc', command], {
    // Next declares NODE_ENV as always present.
    env: { ...bareEnvironment(), ...variables } as unknown as NodeJS.ProcessEnv,
  })
  if (answer.startsWith('HTTP')) {
    const status = (line: string) => line.split(' ')[1]
    expect(status(stdout), command).toBe(status(answer))
    return {}
  }
  const got = JSON.parse(stdout) as Record<string, string>
  expect(shapeOf(got), command).toEqual(shapeOf(JSON.parse(answer)))
  return got
}

test('the commands of the integration guide do what the guide says, in its order', async ({
  page,
  createRecoverable,
  signIn,
  recognize,
  stack,
}) => {
  const { person, app } = await createRecoverable()
  await signIn(page, person)
  const variables: Record<string, string> = {
    PORTAL: stack.portal.url,
    ACCESS_TOKEN: app.token,
    CODE: codeIn(await showCode(page)),
  }
  const steps = stepsOf('README')
  expect(steps).toHaveLength(7)
  const statuses: unknown[] = []
  let bind = { clientState: '', operationId: '' }
  for (const step of steps) {
    const got = await follow(step, variables)
    statuses.push(got['status'] ?? null)
    const { clientState, operationId = '', activationId = '' } = got
    if (clientState !== undefined) {
      bind = { clientState, operationId }
      variables['ACTIVATION'] = activationId
    }
    // Only now: the portal looks for the phone all the while, and once it is there no face has failed.
    if (got['status'] !== 'FAILED') continue
    const bound = await recognize.bindDevice(person.userId, bind)
    variables['PUBLIC_SIGNING_KEY'] = 'publicSigningKey' in bound ? bound.publicSigningKey : ''
  }
  expect(statuses).toContain('FAILED')
  expect(statuses.at(-1)).toBe(401)
  await expectNewPhone(page)
})

test('a backend hands in a state from IDV Bridge as the guide says, and the person can start from it @nightly', async ({
  page,
  createPerson,
  signIn,
  openid,
  stack,
}) => {
  // IDV Bridge made the state, so the service lists a row for it.
  const person = await createPerson({ rows: (userId) => [backupRow({ userId })] })
  const token = await openid.clientAccessToken('idv-backend', {
    resource: `${stack.portal.url}/api/v1`,
    scope: 'recognize:import',
  })
  const [step, ...others] = stepsOf('idv-bridge')
  expect(others).toEqual([])
  const variables = { PORTAL: stack.portal.url, BACKEND_TOKEN: token, USER_ID: person.userId }
  await follow(step ?? { command: 'false', answer: '' }, variables)
  await signIn(page, person)
  await page.goto('/devices/add')
  await expect(page.getByRole('heading', { name: 'Your recovery backup is ready' })).toBeVisible()
})
