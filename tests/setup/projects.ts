export const PROJECTS = ['unit', 'integration', 'e2e', 'e2e-postgres', 'reliability'] as const
export type Project = (typeof PROJECTS)[number]

/** Names given by `--project`; Playwright tells global set-up of all projects, whichever were chosen. */
export function chosenProjects(args: string[]): readonly string[] {
  const chosen = args.flatMap((arg, index) => {
    if (arg.startsWith('--project=')) return [arg.slice('--project='.length)]
    return args[index - 1] === '--project' ? [arg] : []
  })
  const areNames = chosen.every((name) => PROJECTS.some((project) => project === name))
  return chosen.length > 0 && areNames ? chosen : PROJECTS
}
