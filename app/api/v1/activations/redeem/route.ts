import { postRedeem } from '@/lib/api/endpoints/redeem-activation'
import { routeOf } from '@/lib/api/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = routeOf(postRedeem)
