import { runCommand } from '../fixtures/program'
import { readStack } from '../setup/stack'

/** Runs a command of `cli/` as an operator of these portals would; gives its exit code and words. */
export function operate(command: string, databaseUrl: string, ...args: string[]) {
  const { authSecret } = readStack().secrets
  return runCommand(command, args, { env: { DATABASE_URL: databaseUrl, AUTH_SECRET: authSecret } })
}
