import { takePolicyReport } from '@/lib/policy-reports'

export function POST(request: Request): Promise<Response> {
  return takePolicyReport(request)
}
