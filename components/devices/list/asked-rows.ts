import 'server-only'
import { z } from 'zod'
import { FIRST_ROWS } from './shown-rows'

const asked = z.object({ rows: z.coerce.number().int().min(FIRST_ROWS).catch(FIRST_ROWS) })

/** How many rows of each group a person without script asks for. Values that aren't a number of rows are dropped. */
export function askedRows(searchParams: object): number {
  return asked.parse(searchParams).rows
}
