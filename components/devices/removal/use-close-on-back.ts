'use client'

import { useEffect, useEffectEvent } from 'react'

const MARK = 'openDialog'

/** The step back that takes an entry away again. An entry that was added before it arrives would be the one it takes. */
let steppingBack: Promise<unknown> | null = null

/**
 * While a dialog is open, Back closes it and stays on the page, as people on a phone expect. The dialog has an entry of
 * its own in the browser's history, which goes when the dialog does. `canClose` false: Back changes nothing.
 */
export function useCloseOnBack({
  canClose,
  onClose,
}: {
  canClose: boolean
  onClose: () => void
}): void {
  const back = useEffectEvent(() => {
    if (canClose) onClose()
    else addEntry()
  })
  useEffect(() => {
    let isOpen = true
    const page = location.pathname
    const onBack = () => back()
    const begin = () => {
      if (!isOpen) return
      addEntry()
      addEventListener('popstate', onBack)
    }
    if (steppingBack === null) begin()
    else void steppingBack.then(begin)
    return () => {
      isOpen = false
      removeEventListener('popstate', onBack)
      // A removal leads to its receipt, which has taken the entry's place.
      if (isOwnEntry() && location.pathname === page) stepBack()
    }
  }, [])
}

function addEntry(): void {
  history.pushState({ [MARK]: true }, '')
}

function isOwnEntry(): boolean {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && MARK in state
}

function stepBack(): void {
  steppingBack ??= new Promise((resolve) => {
    addEventListener('popstate', resolve, { once: true })
    history.back()
  }).finally(() => (steppingBack = null))
}
