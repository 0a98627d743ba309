import { randomUUID } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'
import { newUserId, onePhone } from '../builders/rows'
import { runProgram, startProgram } from '../fixtures/program'
import { expect, test, makeSomebody, recognize } from './support/test'

// One after the other: the keys that the stand-in accepts are everybody's.
test.describe.configure({ mode: 'default' })

const newKey = (name: string) => `${name}-${randomUUID()}`

/** A file with keys that changes at once, as a secret that is mounted does. */
function keyFile() {
  const path = test.info().outputPath('keys')
  const write = (...keys: string[]) => {
    writeFileSync(`${path}.new`, keys.join('\n'), { mode: 0o600 })
    renameSync(`${path}.new`, path)
  }
  return { path, write }
}

const settingsOf = (url: string, file: string) => ({
  RECOGNIZE_API_URL: url,
  RECOGNIZE_API_KEY: '',
  RECOGNIZE_API_KEY_FILE: file,
  LOG_LEVEL: 'info',
})

test('the API key is changed under load without a restart, and not one call fails @J5 @G4', async ({
  stack,
}) => {
  test.slow()
  const [first, second, third] = [newKey('first'), newKey('second'), newKey('third')]
  const { userId } = await makeSomebody(onePhone)
  const { path, write } = keyFile()
  write(first)
  await recognize.acceptKeys([first])
  const program = startProgram('keep-listing', [userId], {
    env: settingsOf(stack.recognize.url, path),
    input: true,
  })
  /** Until that many more calls were answered. */
  const some = async () => {
    const count = async () => (await recognize.journal({ userId })).length
    const before = await count()
    await expect.poll(count, { intervals: [50], timeout: 40_000 }).toBeGreaterThan(before + 40)
  }
  await some()
  // By the book: made known to the portal before the service accepts it, and withdrawn from it last.
  write(second, first)
  await some()
  await recognize.acceptKeys([second, first])
  await some()
  await recognize.acceptKeys([second])
  await some()
  write(second)
  // Where the two change in the same moment, the file is looked at as soon as a key is refused.
  write(third)
  await recognize.acceptKeys([third])
  await some()
  // A file that is being written badly changes nothing.
  write('')
  await expect.poll(program.output, { timeout: 20_000 }).toContain('the last good one stays')
  await some()
  program.child.stdin?.end()
  expect(await program.ended, program.output()).toBe(0)
  await recognize.acceptKeys([])

  const said = program
    .output()
    .split('\n')
    .find((line) => line.startsWith('{"done"'))
  const { calls, failures } = JSON.parse(said ?? '{}').done
  expect(failures).toEqual([])
  expect(calls).toBeGreaterThan(200)
  for (const key of [first, second, third]) expect(program.output()).not.toContain(key)

  // At most once: a removal that the service heard was asked for no second time.
  const heard = (await recognize.journal({ userId })).filter(
    ({ method, apiKey }) => method === 'DELETE' && apiKey === 'right',
  )
  expect(heard.length).toBeGreaterThan(20)
  expect(new Set(heard.map(({ rawUrl }) => rawUrl)).size).toBe(heard.length)
})

test('where every key is refused each is tried once a call, and the failure has its own code @J5', async ({
  stack,
}) => {
  const userId = newUserId()
  const env = {
    RECOGNIZE_API_URL: stack.recognize.url,
    RECOGNIZE_API_KEY: `${newKey('new')},${newKey('old')}`,
  }
  const { output } = await runProgram('call-recognize', [userId], { env })
  const answers = output.split('\n').filter((line) => line.startsWith('{"ok"'))
  for (const answer of answers)
    expect(JSON.parse(answer)).toMatchObject({ ok: false, error: { code: 'key-refused' } })
  const calls = await recognize.journal({ userId })
  // The list and the removal; the look-up by external user ID is journaled under that.
  expect(calls.map(({ method, status }) => `${method} ${status}`).sort()).toEqual([
    'DELETE 401',
    'DELETE 401',
    'GET 401',
    'GET 401',
  ])
})
