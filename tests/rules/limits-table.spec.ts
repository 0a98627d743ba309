import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { LIMITS } from '@/lib/web/rate-limits'

test('the documented limits are those of the code, each with its two numbers @D12', () => {
  const rows = readFileSync('docs/limits.md', 'utf8').matchAll(
    /^\| `([a-z-]+)` +\| +([\d,]+) \| +([\d,]+) \|/gm,
  )
  const number = (text = '') => Number(text.replaceAll(',', ''))
  const documented = [...rows].map(([, name = '', points, insured]) => [
    name,
    { points: number(points), insured: number(insured) },
  ])
  expect(documented.length).toBe(Object.keys(LIMITS).length)
  expect(Object.fromEntries(documented)).toEqual(LIMITS)
})

test('without the table fewer are let through, never more @D12', () => {
  for (const { points, insured } of Object.values(LIMITS))
    expect(insured).toBeLessThan(Math.max(points, 2))
})
