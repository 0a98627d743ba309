// @ts-check

/** The minimum version for next 16. */
const LEAST = [20, 9]

/** @param {string} sentence */
function refuse(sentence) {
  console.error(`${sentence}; this is Node ${process.versions.node}.`)
  process.exit(1)
}

/** Ends the process with one clear sentence if this Node is too old, before it fails with an obscure error. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = LEAST
  if (major < leastMajor || (major === leastMajor && minor < leastMinor))
    refuse(`The portal needs Node ${LEAST.join('.')} or newer`)
}

/** A build needs more than the portal: the styles' tools load ES modules with require(). */
export function requireNodeToBuild() {
  const features = /** @type {Record<string, unknown>} */ (process.features)
  if (!features['require_module']) refuse('Building the portal needs Node 20.19, 22.12 or newer')
}
