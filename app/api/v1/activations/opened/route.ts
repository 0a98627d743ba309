import { postOpened } from '@/lib/api/endpoints/note-opened'
import { routeOf } from '@/lib/api/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = routeOf(postOpened)
