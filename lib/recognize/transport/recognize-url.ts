import 'server-only'
import { env } from '../../platform/env'

/** The address of an operation: segments can't climb, add segments or start a query, whatever they contain. Throws for a segment that is empty or dots. */
export function recognizeUrl(segments: readonly string[]): string {
  const path = segments.map((segment) => {
    if (segment === '' || segment === '.' || segment === '..')
      throw new Error('a path segment must not be empty or dots')
    return encodeURIComponent(segment)
  })
  return `${env().RECOGNIZE_API_URL.replace(/\/+$/, '')}/v2/${path.join('/')}`
}
