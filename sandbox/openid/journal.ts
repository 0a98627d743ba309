import type { Middleware } from './koa'

export interface JournalEntry {
  at: string
  method: string
  path: string
  query: Record<string, unknown>
}

export function keepJournal(journal: JournalEntry[]): Middleware {
  return (ctx, next) => {
    const { method, path } = ctx
    journal.push({ at: new Date().toISOString(), method, path, query: { ...ctx.query } })
    return next()
  }
}
