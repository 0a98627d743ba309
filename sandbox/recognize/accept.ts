interface MediaRange {
  type: string
  quality: number
}

function readRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))
  return { type, quality: weight === undefined ? 1 : Number(weight.slice(2)) }
}

/** The most specific matching range decides, so `application/json;q=0, *\/*` excludes JSON. */
export function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '') return true
  const ranges = accept.split(',').map(readRange)
  for (const type of ['application/json', 'application/*', '*/*']) {
    const range = ranges.find((candidate) => candidate.type === type)
    if (range) return range.quality > 0
  }
  return false
}
