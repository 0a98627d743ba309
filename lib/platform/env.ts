import 'server-only'
import type { z } from 'zod'
import { fail, succeed, type Result } from './result'
import { SETTING_NAMES, settings } from './settings/schema'
import { withSecretFiles } from './settings/secrets'

export type Environment = z.infer<typeof settings>

/** One line of the report on an unusable configuration. It has the variable's name and the problem, never the value. */
export type ConfigurationProblem = { name: string; problem: string }

/** Parses the configuration (`.env.example`). Gives all problems together; none quotes a value. */
export function parseEnvironment(
  source: Record<string, string | undefined>,
): Result<Environment, ConfigurationProblem[]> {
  const { merged, problems } = withSecretFiles(source, SETTING_NAMES)
  const parsed = settings.safeParse(merged)
  if (parsed.success && problems.length === 0) return succeed(parsed.data)
  // A secret with an unreadable file already has a problem. It must not count as missing too.
  const unreadable = problems.map(({ name }) => name.replace(/_FILE$/, ''))
  const issues = parsed.success ? [] : parsed.error.issues
  const others = issues
    .map((issue) => ({ name: issue.path.join('.'), problem: issue.message }))
    .filter(
      ({ name, problem }) =>
        !unreadable.includes(name) && !unreadable.some((secret) => problem.endsWith(secret)),
    )
  return fail([...others, ...problems])
}

/** The report on an unusable configuration, as lines for an operator. */
export function describeProblems(problems: ConfigurationProblem[]): string {
  const lines = problems.map(({ name, problem }) => `  ${name} ${problem}`)
  return [
    `The portal can't start: ${problems.length === 1 ? 'one setting is' : `${problems.length} settings are`} unusable.`,
    ...lines,
    'Every setting is described in .env.example.',
  ].join('\n')
}

let parsed: Environment | undefined

/** The configuration, parsed once. Throws when it is unusable, which the start-up check rules out. */
export function env(): Environment {
  if (parsed) return parsed
  const result = parseEnvironment(process.env)
  if (!result.ok) throw new Error(describeProblems(result.error))
  parsed = result.value
  return parsed
}
