import { describeApi } from '@/lib/api/openapi'

/** What the API does and wants, for people and their tools. Nothing in it is secret, nor anybody's. */
export function GET(): Response {
  return Response.json(describeApi(), {
    headers: { 'Cache-Control': 'public, max-age=300', 'X-Content-Type-Options': 'nosniff' },
  })
}
