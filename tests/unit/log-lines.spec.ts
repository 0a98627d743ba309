import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { ENVIRONMENT } from '../builders/environment'

test('a line of the log is one object, whatever is in it @I5', () => {
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
