// Not a spec: a program for one, which kills it. Sends what is due in the database of DATABASE_URL, over and over.
import { connectDatabase, provideDatabase } from '@/lib/database/connection'
import { startQueue } from '@/lib/jobs/run-queue'
import { notificationQueue } from '@/lib/notifications/notification-worker'
import { now } from '@/lib/platform/clock'
import { env } from '@/lib/platform/env'

provideDatabase(await connectDatabase(env()))
startQueue(notificationQueue, now)
// The worker alone keeps no process alive.
setInterval(() => undefined, 60_000)
