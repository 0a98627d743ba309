import { postActivationReport } from '@/lib/api/endpoints/report-activation'
import { routeOf } from '@/lib/api/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = routeOf(postActivationReport)
