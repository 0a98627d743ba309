import { takeCspReport } from '@/lib/web/csp-reports'

export function POST(request: Request): Promise<Response> {
  return takeCspReport(request)
}
