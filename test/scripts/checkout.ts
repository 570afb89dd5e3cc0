/** A small checkout with the real scripts and dependencies, to see what they do to it. */
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root, temporaryFolder } from '../cli/processes.js'

export interface Checkout {
  readonly folder: string
  readonly write: (path: string, text: string) => void
}

export function makeCheckout(t: Parameters<typeof temporaryFolder>[0]): Checkout {
  const folder = temporaryFolder(t)
  for (const path of ['scripts', 'bin', 'package.json', 'package-lock.json', 'tsconfig.json']) {
    cpSync(join(root, path), join(folder, path), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return { folder, write }
}
