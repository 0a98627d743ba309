/** The addresses of the portal; nobody writes one by hand. Safe in the browser. */
export const paths = {
  start: '/',
  signedOut: '/signed-out',
  devices: '/devices',
  device: (id: string) => `/devices/${encodeURIComponent(id)}`,
  remove: (id: string) => `/devices/${encodeURIComponent(id)}/remove`,
  receipt: (number: string) => `/receipts/${encodeURIComponent(number)}`,
  receiptFile: (number: string) => `/receipts/${encodeURIComponent(number)}/file`,
} as const
