import { z } from 'zod'

export interface PortSetting {
  /** The name for the error message about an unusable port. */
  variable: string
  number: number
}

/** The names under which a kind might arrive. */
export const statesTypeSchema = z.enum(['type', 'deviceType', 'clientStateType'])

export type StatesType = z.infer<typeof statesTypeSchema>

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback)

const environment = z.object({
  SANDBOX_RECOGNIZE_PORT: port(4010),
  SANDBOX_RECOGNIZE_CONTROL_PORT: port(4011),
  /** The field that states the kind of each row. Without it the service answers as documented, and states none. */
  SANDBOX_RECOGNIZE_STATES_TYPE: statesTypeSchema.optional(),
  SANDBOX_RECOGNIZE_API_KEY: z.string().default('sandbox-recognize-api-key'),
  SANDBOX_OPENID_PORT: port(4020),
  SANDBOX_OPENID_CONTROL_PORT: port(4021),
  /** `fapi2`: the provider is one of FAPI 2.0, with pushed requests, client keys and bound tokens. */
  SANDBOX_OPENID_PROFILE: z.enum(['default', 'fapi2']).default('default'),
  SANDBOX_PHONE_PORT: port(4030),
  /** The provider for the phone's sign-in, and the SDK's own channel. `main.ts` sets both. */
  SANDBOX_PHONE_ISSUER: z.url().default('http://localhost:4020'),
  SANDBOX_PHONE_SDK: z.url().default('http://localhost:4011'),
  SANDBOX_MAIL_PORT: port(4025),
  SANDBOX_MAIL_CONTROL_PORT: port(4026),
  SANDBOX_PORTAL_URL: z
    .string()
    .default('http://localhost:3000')
    .transform((list) => list.split(',').map((url) => url.trim().replace(/\/+$/, '')))
    .pipe(z.array(z.url({ protocol: /^https?$/ })).min(1)),
  SANDBOX_CLIENT_ID: z.string().default('recognize-portal'),
  SANDBOX_CLIENT_SECRET: z.string().default('sandbox-client-secret-for-the-demo-only'),
  SANDBOX_BACKEND_SECRET: z.string().default('sandbox-backend-secret-for-the-demo-only'),
})

export type Settings = ReturnType<typeof readSettings>

export function readSettings(source: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const result = environment.safeParse(given)
  if (!result.success) {
    throw new Error(`The sandbox's environment is not usable:\n${z.prettifyError(result.error)}`)
  }
  const values = result.data
  const portSetting = (variable: keyof typeof values & `${string}_PORT`): PortSetting => ({
    variable,
    number: values[variable],
  })

  return {
    recognize: {
      port: portSetting('SANDBOX_RECOGNIZE_PORT'),
      controlPort: portSetting('SANDBOX_RECOGNIZE_CONTROL_PORT'),
      statesType: values.SANDBOX_RECOGNIZE_STATES_TYPE ?? null,
      apiKey: values.SANDBOX_RECOGNIZE_API_KEY,
    },
    openid: {
      port: portSetting('SANDBOX_OPENID_PORT'),
      controlPort: portSetting('SANDBOX_OPENID_CONTROL_PORT'),
      profile: values.SANDBOX_OPENID_PROFILE,
      portalUrls: values.SANDBOX_PORTAL_URL,
      clientId: values.SANDBOX_CLIENT_ID,
      clientSecret: values.SANDBOX_CLIENT_SECRET,
      backendSecret: values.SANDBOX_BACKEND_SECRET,
    },
    phone: {
      port: portSetting('SANDBOX_PHONE_PORT'),
      issuer: values.SANDBOX_PHONE_ISSUER,
      sdkUrl: values.SANDBOX_PHONE_SDK,
      portalUrls: values.SANDBOX_PORTAL_URL,
    },
    mail: {
      port: portSetting('SANDBOX_MAIL_PORT'),
      controlPort: portSetting('SANDBOX_MAIL_CONTROL_PORT'),
    },
  }
}
