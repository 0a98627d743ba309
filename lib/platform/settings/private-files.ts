import 'server-only'
import { chmodSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Whatever this process and its children make from now on is theirs alone. */
export function keepFilesPrivate(): void {
  process.umask(0o077)
}

const OTHERS = 0o077

/** Closes to others what lies below a directory of this process, for a maker that doesn't ask for the umask. */
export function closeFiles(directory: string): void {
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const path = join(directory, name)
    const { mode } = statSync(path)
    if ((mode & OTHERS) !== 0) chmodSync(path, mode & 0o777 & ~OTHERS)
  }
}

const GROUP_READ = 0o040

/**
 * Why somebody else can reach a file or a directory, with the command that mends it. Null: nobody can, or it isn't there.
 * Root may own it, because secrets are mounted so. The process's own group may read a file, for the same reason.
 */
export function exposureOf(path: string): string | null {
  const user = process.getuid?.()
  const found = statSync(path, { throwIfNoEntry: false })
  if (user === undefined || !found) return null
  if (found.uid !== user && found.uid !== 0)
    return `belongs to another user. Run: chown ${user} ${quote(path)}`
  const groups = [process.getegid?.(), ...(process.getgroups?.() ?? [])]
  const isOwnGroup = found.isFile() && groups.includes(found.gid)
  const open = found.mode & OTHERS & (isOwnGroup ? ~GROUP_READ : OTHERS)
  return open === 0 ? null : `is open to other users. Run: chmod go= ${quote(path)}`
}

const quote = (path: string) => `'${path.replaceAll(`'`, `'\\''`)}'`
