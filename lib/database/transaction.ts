import 'server-only'
import { database, type Database } from './connection'

// By a registered symbol, because the server bundles this module more than once.
const STEPS: unique symbol = Symbol.for('recognize-portal.after-transaction')

/** A transaction whose end others can wait for; see {@link afterTransaction}. */
export type Transaction = Database & { readonly [STEPS]: (() => void)[] }

/** Does `work` in one transaction, then runs what was handed to {@link afterTransaction}, also when it failed. */
export async function inTransaction<Value>(
  work: (within: Transaction) => Promise<Value>,
): Promise<Value> {
  const steps: (() => void)[] = []
  try {
    return await database().transaction((tx) => work(Object.assign(tx, { [STEPS]: steps })))
  } finally {
    for (const step of steps) step()
  }
}

/** Runs `step` once the transaction has ended, however it ends: for memory that must follow the database. */
export function afterTransaction(within: Transaction, step: () => void): void {
  within[STEPS].push(step)
}
