import 'server-only'
import type { z } from 'zod'
import { fail, succeed, type Result } from './result'
import { SETTING_NAMES, settings } from './settings/schema'
import { withSecretFiles } from './settings/secrets'

export type Environment = z.infer<typeof settings>

/** A line of the report on unusable configuration: a variable's name and what is wrong, never its value. */
export type ConfigurationProblem = { name: string; problem: string }

/**
 * Parses the configuration of the portal (documented in `.env.example`).
 * Gives every problem at once; no problem ever quotes a value, so the report can be printed.
 */
export function parseEnvironment(
  source: Record<string, string | undefined>,
): Result<Environment, ConfigurationProblem[]> {
  const { merged, problems } = withSecretFiles(source, SETTING_NAMES)
  const parsed = settings.safeParse(merged)
  if (parsed.success && problems.length === 0) return succeed(parsed.data)
  // A secret whose file can't be read isn't missing as well, and nothing lacks it.
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

/** The report on unusable configuration as lines for an operator. */
export function describeProblems(problems: ConfigurationProblem[]): string {
  const lines = problems.map(({ name, problem }) => `  ${name} ${problem}`)
  return [
    `The portal can't start: ${problems.length === 1 ? 'one setting is' : `${problems.length} settings are`} unusable.`,
    ...lines,
    'Every setting is described in .env.example.',
  ].join('\n')
}

let parsed: Environment | undefined

/** The configuration, parsed once. Throws when it is unusable: the start-up check has then already ended the process. */
export function env(): Environment {
  if (parsed) return parsed
  const result = parseEnvironment(process.env)
  if (!result.ok) throw new Error(describeProblems(result.error))
  parsed = result.value
  return parsed
}
