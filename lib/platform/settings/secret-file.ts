import 'server-only'
import { readFileSync } from 'node:fs'

export const UNREADABLE_KEY_FILE = 'names a file that is empty or unreadable'

/** What the file holds, without the line end; null where it is empty or unreadable. */
export function readSecretFile(path: string | undefined): string | null {
  try {
    return path ? readFileSync(path, 'utf8').trim() || null : null
  } catch {
    return null
  }
}
