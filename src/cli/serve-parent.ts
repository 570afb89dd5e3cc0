/** What a node tells the `gramme dev` that started it, over the channel that Node opens between the two. */

export type ChildMessage =
  | { readonly kind: 'serving'; readonly id: string; readonly address: string }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }

/** Resolves when the message is on its way, or the parent is gone. */
export function tellParent(message: ChildMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve()
    else process.send(message, undefined, undefined, () => resolve())
  })
}
