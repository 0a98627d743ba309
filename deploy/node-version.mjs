// @ts-check

/** What next 16 asks for, and `engines` in package.json with it. */
const LEAST = [20, 9]

/** Ends the process with one sentence when this Node is too old, before anything fails in a way nobody can read. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = LEAST
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return
  console.error(
    `This needs Node ${LEAST.join('.')} or newer; this is Node ${process.versions.node}.`,
  )
  process.exit(1)
}
