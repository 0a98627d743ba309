import { postDeviceReport } from '@/lib/api/endpoints/report-device'
import { routeOf } from '@/lib/api/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = routeOf(postDeviceReport)
