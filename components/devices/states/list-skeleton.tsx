import { Card } from '../../ui/card'

/** Stands in for the list while it loads. It has the same heights, so that nothing jumps when the list comes. */
export function ListSkeleton({ label }: { label: string }) {
  const bar = 'block rounded-chip bg-line motion-safe:animate-pulse'
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-8">
      <Card className="flex flex-col gap-3 p-5 sm:p-7">
        <span className={`${bar} h-6 w-4/5`} />
        <span className={`${bar} h-6 w-3/5`} />
      </Card>
      {[2, 2].map((rows, group) => (
        <div key={group}>
          <span className={`${bar} mb-3 h-5 w-32`} />
          <Card className="divide-y divide-line">
            {Array.from({ length: rows }, (_, row) => (
              <div key={row} className="flex items-center gap-3 px-5 py-3">
                <span className={`${bar} size-10`} />
                <span className={`${bar} h-5 w-1/2`} />
              </div>
            ))}
          </Card>
        </div>
      ))}
    </div>
  )
}
