import { NotFoundCard } from '@/components/layout/not-found-card'

export default function PortalNotFound() {
  return <NotFoundCard />
}
