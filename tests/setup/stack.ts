/** Random for every run, so that a test may search any output for them. None of them may ever be found. */
export interface Secrets {
  authSecret: string
  recognizeApiKey: string
  clientSecret: string
  databasePassword: string
  /** Of the ring that client states are sealed with: 32 bytes in base64url. */
  clientStateKey: string
}

export interface SandboxAddresses {
  recognize: { url: string; control: string }
  openid: { issuer: string; control: string }
  mail: { smtp: string; control: string }
  phone: { url: string }
}

export interface PortalAddress {
  url: string
  /** The file that holds all its output so far. */
  log: string
}

export interface PostgresAddress {
  /** Of a superuser's database; a test that writes makes its own with `createDatabase`. */
  url: string
  /** The file that holds what it says. */
  log: string
}

export type DatabaseName = 'pglite' | 'postgres'

/** What global set-up has started, as far as the chosen projects need it. */
export interface Stack {
  secrets: Secrets
  /** The folder with what tests start as processes of their own (programs.ts). */
  programs: string
  sandbox?: SandboxAddresses
  postgres?: PostgresAddress
  /** A directory with an embedded database that holds nothing yet, to be copied (embedded.ts). */
  embedded?: string
  portals?: Record<DatabaseName, PortalAddress>
}

// Workers inherit the environment of the process that ran global set-up.
const VARIABLE = 'PORTAL_TEST_STACK'

export function publishStack(stack: Stack): void {
  process.env[VARIABLE] = JSON.stringify(stack)
}

/** The addresses of what runs for these tests. Throws in a project that is started without a stack (unit). */
export function readStack(): Stack {
  const published = process.env[VARIABLE]
  if (published === undefined)
    throw new Error('No stack was started for this project (global-setup.ts).')
  return JSON.parse(published) as Stack
}

/** A part of the stack that the project of this test must have. */
export function required<Part>(part: Part | undefined, name: string): Part {
  if (part === undefined)
    throw new Error(`${name} was not started for this project (global-setup.ts).`)
  return part
}
