import 'server-only'

// Lists of 5,000 rows take about 3 MB (decision 10).
const MAX_BODY_BYTES = 4_194_304

/** The body of an answer as JSON; undefined, which no documented answer allows, when it is none or larger than 4 MB. */
export async function readJson(response: Response): Promise<unknown> {
  const text = await readBounded(response)
  try {
    return text === null ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}

async function readBounded(response: Response): Promise<string | null> {
  const decoder = new TextDecoder('utf-8')
  let text = ''
  let bytes = 0
  const reader = response.body?.getReader()
  if (!reader) return text
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel()
      return null
    }
    text += decoder.decode(value, { stream: true })
  }
}
