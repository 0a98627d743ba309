// @ts-check

/** The settings that name the file of a secret. A test compares them with lib/platform/settings/secrets.ts. */
export const SECRET_FILES = [
  'AUTH_SECRET_FILE',
  'AUTH_OIDC_CLIENT_SECRET_FILE',
  'AUTH_OIDC_CLIENT_KEY_FILE',
  'RECOGNIZE_API_KEY_FILE',
  'CLIENT_STATE_KEYS_FILE',
  'TRAIL_SECRET_FILE',
  'DATABASE_URL_FILE',
  'SMTP_URL_FILE',
]

/** All settings that name a file. Relative paths start at the project folder. */
export const FILE_SETTINGS = [...SECRET_FILES, 'TRAIL_ANCHOR_FILE']
