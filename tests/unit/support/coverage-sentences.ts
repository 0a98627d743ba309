// Not a spec: a program for one. Components load React's client half, which the condition of the test process leaves
// out, so coverage-sentence.spec.ts runs this in a process of its own: lists of devices in, their sentences out.
import { readFileSync } from 'node:fs'
import { coverageSentence } from '@/components/devices/list/coverage-card'
import { coverageOf } from '@/lib/devices/model/coverage'
import type { Device } from '@/lib/devices/model/device'
import { en } from '@/lib/i18n/messages/en'
import { translator } from '@/lib/i18n/translator'

const words = { t: translator('en', en), formats: 'en-GB', timeZone: 'UTC' }
const lists = JSON.parse(readFileSync(0, 'utf8')) as Device[][]
const now = '2026-06-01T12:00:00.000Z'
const sentences = lists.map((devices) => coverageSentence(coverageOf(devices), words, now))
process.stdout.write(JSON.stringify(sentences))
