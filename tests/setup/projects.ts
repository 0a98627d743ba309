/** The projects of Playwright's runner; those of vitest (unit, rules) need nothing that is started for them. */
export const PROJECTS = [
  'integration',
  'integration-pglite',
  'contract-postgres',
  'contract-pglite',
  'http',
  'e2e',
  'e2e-postgres',
  'reliability',
  'bench',
] as const
export type Project = (typeof PROJECTS)[number]

/** Projects whose tests call a portal that runs already. */
const ON_PORTALS: readonly string[] = ['http', 'e2e', 'e2e-postgres']

/** Names given by `--project`; Playwright tells global set-up of all projects, whichever were chosen. */
export function chosenProjects(args: string[]): readonly string[] {
  const chosen = args.flatMap((arg, index) => {
    if (arg.startsWith('--project=')) return [arg.slice('--project='.length)]
    return args[index - 1] === '--project' ? [arg] : []
  })
  const areNames = chosen.every((name) => PROJECTS.some((project) => project === name))
  return chosen.length > 0 && areNames ? chosen : PROJECTS
}

/** Whether the portals have to be started for these projects. */
export function needPortals(projects: readonly string[]): boolean {
  return projects.some((name) => ON_PORTALS.includes(name))
}
