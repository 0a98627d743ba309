'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { startVerification } from '../audit/integrity/verification-runs'
import { supportPaths } from '../web/support-paths'
import { now } from '../platform/clock'
import { defineAction } from './define-action'
import { fieldsOf } from './form-fields'

/** A short chain is verified within this: then the page that comes next shows the result at once. */
const WAIT_MS = 1_500

const verify = defineAction({
  name: 'verify audit log',
  access: 'auditor',
  permission: 'trail:verify:any',
  input: z.unknown(),
  run: ({ actor }) => startVerification(actor, now),
})

/** Starts a verification of the chain and leads to the auditor’s page, which shows how it goes. */
export async function verifyAuditLogAction(form: FormData): Promise<void> {
  const begun = await verify(fieldsOf(form))
  if (!begun.ok)
    redirect(`${supportPaths.trail}?${new URLSearchParams({ problem: begun.error.code })}`)
  const wait = new Promise<void>((resolve) => setTimeout(resolve, WAIT_MS).unref())
  await Promise.race([begun.value.ended, wait])
  redirect(supportPaths.trail)
}
