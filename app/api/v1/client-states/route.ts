import { postClientState, putClientState } from '@/lib/api/endpoints/store-client-state'
import { routeOf } from '@/lib/api/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = routeOf(
  postClientState,
  putClientState,
)
