import 'server-only'
import type { z } from 'zod'
import { fail, succeed, type Result } from './result'
import { settings } from './settings/schema'
import { readSecretFile, UNREADABLE_KEY_FILE } from './settings/secret-file'

export type Environment = z.infer<typeof settings> & { RECOGNIZE_API_KEY: string }

/** A line of the report on unusable configuration: a variable's name and what is wrong, never its value. */
export type ConfigurationProblem = { name: string; problem: string }

/**
 * Parses the configuration of the portal (documented in `.env.example`).
 * Gives every problem at once; no problem ever quotes a value, so the report can be printed.
 */
export function parseEnvironment(
  source: Record<string, string | undefined>,
): Result<Environment, ConfigurationProblem[]> {
  const parsed = settings.safeParse(source)
  if (!parsed.success)
    return fail(
      parsed.error.issues.map((issue) => ({ name: issue.path.join('.'), problem: issue.message })),
    )
  const { RECOGNIZE_API_KEY, RECOGNIZE_API_KEY_FILE: file } = parsed.data
  const key = RECOGNIZE_API_KEY ?? readSecretFile(file)
  // Read a second time, for its content; it may have gone in between.
  return key
    ? succeed({ ...parsed.data, RECOGNIZE_API_KEY: key })
    : fail([{ name: 'RECOGNIZE_API_KEY_FILE', problem: UNREADABLE_KEY_FILE }])
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
