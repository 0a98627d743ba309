/** Runs once before the server takes requests: checks the configuration, opens the database. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { startPortal } = await import('./lib/start')
  await startPortal()
}
