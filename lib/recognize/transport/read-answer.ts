import 'server-only'
import { readBounded } from '../../platform/read-bounded'

// Lists of 5,000 rows take about 3 MB (decision 10).
const MAX_BODY_BYTES = 4_194_304

/** The body of an answer as JSON; undefined, which no documented answer allows, when it is none or larger than 4 MB. */
export async function readJson(response: Response): Promise<unknown> {
  const bytes = await readBounded(response.body, MAX_BODY_BYTES)
  try {
    return bytes === null
      ? undefined
      : (JSON.parse(new TextDecoder('utf-8').decode(bytes)) as unknown)
  } catch {
    return undefined
  }
}
