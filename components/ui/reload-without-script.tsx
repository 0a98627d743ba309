/** Loads the page again after a few seconds where no script can follow what goes on. */
export function ReloadWithoutScript() {
  return (
    <noscript>
      <meta httpEquiv="refresh" content="5" />
    </noscript>
  )
}
