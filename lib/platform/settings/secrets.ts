import 'server-only'
import { readFileSync } from 'node:fs'
import { exposureOf } from './private-files'
import { fail, succeed, type Result } from '../result'

/** All settings that are secrets. Each may come from a file instead: `NAME_FILE` names the file. */
export const SECRETS = [
  'AUTH_SECRET',
  'AUTH_OIDC_CLIENT_SECRET',
  'AUTH_OIDC_CLIENT_KEY',
  'RECOGNIZE_API_KEY',
  'CLIENT_STATE_KEYS',
  'TRAIL_SECRET',
  'DATABASE_URL',
  'SMTP_URL',
] as const

type Source = Readonly<Record<string, string | undefined>>
/** A problem of a setting, in words that never contain its value. */
type Problem = { readonly name: string; readonly problem: string }

/** The content of the file without the line end, or why it is no secret. */
export function readSecretFile(path: string): Result<string, string> {
  try {
    const exposure = exposureOf(path)
    if (exposure !== null) return fail(exposure)
    const content = readFileSync(path, 'utf8').trim()
    return content === '' ? fail('is empty or unreadable') : succeed(content)
  } catch {
    return fail('is empty or unreadable')
  }
}

/** Replaces the names of secrets’ files with their contents, and gives the problems. `settings` are all names. */
export function withSecretFiles(
  source: Source,
  settings: readonly string[],
): { merged: Source; problems: Problem[] } {
  const merged: Record<string, string | undefined> = { ...source }
  const problems: Problem[] = []
  for (const name of SECRETS) {
    const file = source[`${name}_FILE`]?.trim()
    if (!file) continue
    if (source[name]) {
      problems.push({ name, problem: `and ${name}_FILE are both set: set one` })
      continue
    }
    const content = readSecretFile(file)
    merged[name] = content.ok ? content.value : undefined
    if (!content.ok)
      problems.push({ name: `${name}_FILE`, problem: `names a file that ${content.error}` })
  }
  const secrets: readonly string[] = SECRETS
  for (const name of settings)
    if (!secrets.includes(name) && !settings.includes(`${name}_FILE`) && source[`${name}_FILE`])
      problems.push({
        name: `${name}_FILE`,
        problem: `has no effect: ${name} is not read from a file`,
      })
  return { merged, problems }
}

const LEAST_CHARACTERS = 16
const LEAST_DIFFERENT = 10
/** Typical placeholders from examples, stand-ins and unfinished configurations. */
const PLACEHOLDER =
  /replace-?me|change-?me|change-?it|sandbox|example|dummy|your-?(own|secret|key)/i
const WORDS = /^(secret|password|passwort|test|demo|admin|portal|postgres|key|token|[a-z])\d*$/i

/** Why a secret is guessable, or null when it looks strong. */
export function weaknessOf(value: string, least = LEAST_CHARACTERS): string | null {
  if (PLACEHOLDER.test(value) || WORDS.test(value)) return 'is still an example'
  if (value.length < least) return `is shorter than ${least} characters`
  return new Set(value).size < LEAST_DIFFERENT
    ? `has fewer than ${LEAST_DIFFERENT} different characters`
    : null
}

/** Like {@link weaknessOf}, for the password in a URL, whatever its length: the database server has its own rules. */
export function weaknessOfUrl(value: string): string | null {
  const password = URL.canParse(value) ? decode(new URL(value).password) : ''
  return PLACEHOLDER.test(password) || WORDS.test(password)
    ? 'has a password that is still an example'
    : null
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
