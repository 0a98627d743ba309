import { spawnSync } from 'node:child_process'
import { expect, test } from '@playwright/test'
import ts from 'typescript'
import { runWorkerLoop } from '@/lib/jobs/worker-loop'
import { ENVIRONMENT, useEnvironment } from '../builders/environment'
import { logged } from './support/service'
import { nodesOf, places, sourcesOf, type Source } from './support/sources'

useEnvironment()

// One reading of the sources serves the whole file.
test.describe.configure({ mode: 'default' })

const product = () => sourcesOf('app', 'components', 'lib', 'proxy.ts', 'instrumentation.ts')

/** The calls of a module, as they are written, whose called expression looks like this and whose first argument is bad. */
const calls = (name: RegExp, isBad: (first: ts.Expression | undefined) => boolean) => {
  return ({ tree }: Source) =>
    [...nodesOf(tree)].flatMap((node) => {
      if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return []
      const isThat = name.test(node.expression.getText())
      return isThat && isBad(node.arguments?.[0]) ? [node.getText().slice(0, 80)] : []
    })
}

test('no statement is made of text: SQL has parameters', { tag: ['@D5'] }, () => {
  const isMade = (first: ts.Expression | undefined) =>
    !!first && (ts.isTemplateExpression(first) || ts.isBinaryExpression(first))
  expect(places(product(), calls(/\.(query|execute|unsafe)$/, isMade))).toEqual([])
  const isNoLiteral = (first: ts.Expression | undefined) => !first || !ts.isStringLiteral(first)
  expect(places(product(), calls(/^sql\.raw$/, isNoLiteral))).toEqual([])
  // One table name from the database's own catalogue; nothing of it comes from outside.
  const identifiers = places(
    product(),
    calls(/^sql\.identifier$/, () => true),
  )
  expect(identifiers).toEqual(['lib/audit/log/months.ts: sql.identifier(part.name)'])
})

test('no shell, no other interpreter, and no pattern made of input', { tag: ['@D13'] }, () => {
  const interpreters = /^(node:)?(child_process|vm|worker_threads|cluster|inspector)$/
  expect(
    places(product(), ({ imports }) => imports.filter((path) => interpreters.test(path))),
  ).toEqual([])
  const isNoPattern = (first: ts.Expression | undefined) =>
    !first || !(ts.isStringLiteral(first) || ts.isRegularExpressionLiteral(first))
  // Two constants of the module make up the one.
  expect(places(product(), calls(/^RegExp$/, isNoPattern))).toEqual([
    'lib/activations/codes/codes.ts: new RegExp(`^[${FINGERPRINT_ALPHABET}]{${TYPED_LENGTH}}$`)',
  ])
})

test('pages speak to no other window', { tag: ['@D14'] }, () => {
  const words = /postMessage|onmessage|\.opener\b|BroadcastChannel|document\.domain/
  expect(places(product(), ({ text }) => text.match(words) ?? [])).toEqual([])
})

test('what fails in the background is told once, and goes on', { tag: ['@J2'] }, async () => {
  let times = 0
  const lines = await logged(
    () =>
      new Promise<void>((resolve) => {
        const work = async () => {
          times += 1
          if (times === 6) resolve()
          if (times === 3 || times > 5) return
          throw new Error(`failure ${times}`)
        }
        runWorkerLoop(work, 1, 'the work failed')
      }),
  )
  expect(times).toBe(6)
  expect(lines.map(([level, , words]) => [level, words])).toEqual(
    Array(2).fill(['error', 'the work failed']),
  )
})

test('a line of the log is one object, whatever is in it', { tag: ['@I5'] }, () => {
  const hostile = 'a\r\n{"level":"info"}\u2028\u2029\u0000\u001b[2J"\\'
  const script = `
    const { log } = await import('./lib/platform/log.ts')
    const text = JSON.parse(process.argv[1])
    log().info({ text }, text)
    log().error({ err: new Error(text, { cause: 'c' }) }, text)
  `
  const flags = [
    '--conditions=react-server',
    '--import',
    'tsx',
    '--input-type=module',
    '-e',
    script,
  ]
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, '--', JSON.stringify(hostile)],
    {
      encoding: 'utf8',
      env: { ...process.env, ...ENVIRONMENT, LOG_LEVEL: 'info', NODE_OPTIONS: '' },
    },
  )
  expect(stderr).toBe('')
  const lines = stdout.trimEnd().split('\n')
  const read = lines.map((line) => JSON.parse(line) as { level: string; msg: string; time: string })
  expect(read.map(({ level, msg }) => [level, msg])).toEqual([
    ['info', hostile],
    ['error', hostile],
  ])
  for (const { time } of read) expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  expect(stdout).not.toMatch(/[\r\u0000\u001b]/)
})
